/** FHIR JSON as trees. In: texts and trees. Out: trees whose decimals keep their digits, and the references in them. */
package org.dhpbridge.delivery.json;
