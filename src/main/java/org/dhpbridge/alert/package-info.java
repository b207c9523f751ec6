/**
 * Tells people that messages could not be sent: at most every so often, by cause, without anything of a message. In: dead messages of
 * the ledger, the state of delivery, the files that lie aside. Out: a request to a webhook, or a mail.
 */
package org.dhpbridge.alert;
