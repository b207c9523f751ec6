/**
 * Says what the platform would refuse. In: a FHIR R5 resource as a JSON tree. Out: the issues, each with the element,
 * the rule and what is allowed.
 */
package org.dhpbridge.conformance;
