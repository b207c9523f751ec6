/**
 * Who may use the console. In: a browser that comes from the SSO with a code, or with a link that was made on the host. Out: a
 * session whose person and rights are known, or a refusal that says what to do. Signing in is not permission: without a role
 * from {@code dhp.console.roles} nobody comes in.
 */
package org.dhpbridge.console.signin;
