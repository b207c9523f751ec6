/**
 * The steps from a received message to resources that the platform will take: read, map, account, fill absent, check. In: the
 * bytes of one message. Out: a {@link org.dhpbridge.transform.Draft} that is ready to be delivered, or a {@link
 * org.dhpbridge.transform.RejectedException} that says why it cannot be. {@link org.dhpbridge.transform.Conversion} puts
 * together what the steps need, of the files of a site.
 */
package org.dhpbridge.transform;
