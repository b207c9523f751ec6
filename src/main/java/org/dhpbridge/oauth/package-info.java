/**
 * Access tokens for the platform. In: the client's credentials ({@code dhp.oauth}). Out: a bearer token that is good for
 * the next request, or a typed failure with a sentence that says what to do.
 */
package org.dhpbridge.oauth;
