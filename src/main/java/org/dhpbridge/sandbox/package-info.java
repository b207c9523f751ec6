/**
 * The Digital Health Platform in a box: SSO and FHIR R5 on one loopback port, in memory, strict in the ways the real one
 * is known to be strict. In: OAuth token requests and FHIR REST requests over HTTP. Out: what the platform would answer,
 * and, on demand, the faults that it may have ({@code PUT /faults}).
 */
package org.dhpbridge.sandbox;
