/**
 * Settles an account of every message between mapping and delivery, as a bookkeeper would. In: the tree that was read, and what
 * the mapping made of it. Out: an issue for everything of the input that is neither in the output as a record of its own nor
 * named with a reason: an error for results, orders, specimens, vaccines, diagnoses, allergies, procedures, documents and
 * medicines, a warning for notes and patient identifiers.
 */
package org.dhpbridge.account;
