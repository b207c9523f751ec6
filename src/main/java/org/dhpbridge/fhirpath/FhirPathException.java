package org.dhpbridge.fhirpath;

/** An expression uses what is not evaluated here, or is no FHIRPath. The message says where. */
public final class FhirPathException extends RuntimeException {

    public FhirPathException(String message) {
        super(message);
    }
}
