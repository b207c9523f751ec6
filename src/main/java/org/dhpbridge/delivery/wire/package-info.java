/**
 * The platform's FHIR server over HTTP. In: one interaction. Out: its answer as it came, or one of the kinds of failure that
 * {@code FailureKind} lists.
 */
package org.dhpbridge.delivery.wire;
