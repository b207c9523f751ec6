/**
 * In: the settings of a bridge that need not run. Out: what of it works and what does not, each with what to do. Looks at
 * everything, changes nothing. {@code start} asks it what a start refuses.
 */
package org.dhpbridge.doctor;
