/** In: the files under {@code routes/}. Out: what is wrong with a site's sources, as sentences with file and line. */
package org.dhpbridge.route;
