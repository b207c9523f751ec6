/**
 * In: the settings of a bridge that need not run. Out: what of it works and what does not, each with what to do. Looks at
 * everything, changes nothing.
 */
package org.dhpbridge.doctor;
