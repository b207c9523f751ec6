/**
 * Turns a source's tree into plain FHIR resources. In: one JSON tree of a reader (HL7 v2 message, CSV row group) and the
 * site's settings. Out: what it is about ({@link org.dhpbridge.mapping.MessageIdentity}), and the resources it makes, with what
 * could not be mapped and what is wrong ({@link org.dhpbridge.mapping.Mapped}). What becomes what is not written here but
 * in the JSLT files and code tables of {@code mappings/}.
 */
package org.dhpbridge.mapping;
