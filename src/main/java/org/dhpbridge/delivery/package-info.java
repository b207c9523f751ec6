/**
 * Brings a message's resources to the platform so that each record stands there exactly once, in its newest form. In:
 * FHIR R5 resources that refer to each other by local ids. Out: where each lives and what was done to it, or one of four
 * kinds of failure.
 */
package org.dhpbridge.delivery;
