/** What our HTTP clients share. In: parts of an HTTP answer. Out: what they mean. */
package org.dhpbridge.http;
