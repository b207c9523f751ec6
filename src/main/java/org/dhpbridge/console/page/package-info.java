/**
 * The console's pages, made on the server. In: requests of people who signed in. Out: HTML in Uzbek, Russian and English, with
 * every personal value masked unless a reveal with its reason is in the audit.
 */
package org.dhpbridge.console.page;
