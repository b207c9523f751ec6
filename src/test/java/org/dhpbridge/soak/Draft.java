package org.dhpbridge.soak;

/**
 * A message before it is put into a file.
 *
 * @param folder below {@code inbound}
 * @param text an HL7 message, or the rows of a CSV file without its header; several rows belong together
 */
record Draft(String folder, String text, Fed message) {

    static final String HL7 = "hl7";
    static final String PATIENTS = "csv/patients";
    static final String LAB_RESULTS = "csv/lab-results";

    boolean isHl7() {
        return folder.equals(HL7);
    }

    /** The CSV header of a folder. */
    static String header(String folder) {
        return folder.equals(PATIENTS)
                ? "patient_id,pinfl,family,given,gender,birth_date,mobile,updated_at\n"
                : "patient_id,family,given,gender,birth_date,order_id,panel_code,panel_name,specimen_id,specimen_type,"
                        + "collected,test_code,test_name,value,unit,status,issued\n";
    }
}
