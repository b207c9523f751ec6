/**
 * What our HTTP clients and servers share. In: parts of an HTTP request or answer. Out: what they mean, and whether a web page
 * that somebody else wrote may have sent the request.
 */
package org.dhpbridge.http;
