/**
 * Who did what at the console and on the host. In: an action and who acts. Out: a row in the ledger's audit, written before the
 * action's effect and in one transaction with it. No row holds personal data of patients.
 */
package org.dhpbridge.audit;
