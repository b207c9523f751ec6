package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import org.dhpbridge.conformance.Issue;

/**
 * Compares the birth date and the sex inside a PINFL with what the source says of the same person. Where they differ one of them
 * is wrong, or the number is another person's; only a person can tell, so both are sent and it is told.
 */
final class PinflCheck {

    private PinflCheck() {}

    /** PINFL, birth date and gender as FHIR has them, and the places of the three in the input; always nothing. */
    static JsonNode compare(MappingFunction.Arguments all) {
        String pinfl = NationalIds.pinfl(all.text(0)).orElse("");
        LocalDate born = pinfl.isEmpty() ? null : NationalIds.birthDate(pinfl).orElse(null);
        if (born == null) {
            return null;
        }
        if (!born.toString().startsWith(all.text(1))) {
            tell("birth date", all.text(4), all.text(3));
        }
        boolean contradicts = NationalIds.isOfMan(pinfl)
                ? all.text(2).equals("female")
                : all.text(2).equals("male");
        if (contradicts) {
            tell("sex", all.text(5), all.text(3));
        }
        return null;
    }

    private static void tell(String what, String where, String pinfl) {
        MappingRun.current()
                .add(Issue.warning(
                                "business-rule",
                                "Patient.identifier",
                                where + ": the " + what + " inside the PINFL (" + pinfl
                                        + ") is another one. Both were sent as they are. Compare them with the patient's"
                                        + " document: the PINFL may be another person's.")
                        .at(where));
    }
}
