/**
 * In: the files under {@code routes/}, the site's before the bundled ones. Out: routes that run, and what is wrong with a
 * site's sources, as sentences with file and line.
 */
package org.dhpbridge.route;
