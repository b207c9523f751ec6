/**
 * HL7v2 of any version. In: a file of many messages, or the bytes of one. Out: single messages, and each as a JSON tree
 * that is named as HL7 names things in v2.xml, by one dictionary for all versions.
 */
package org.dhpbridge.source.hl7;
