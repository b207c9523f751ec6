/**
 * What a site may hand to somebody who helps it. In: dead letters of the ledger. Out: why each is dead and what shape it has,
 * with no value of it.
 */
package org.dhpbridge.support;
