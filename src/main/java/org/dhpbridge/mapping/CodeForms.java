package org.dhpbridge.mapping;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How codes of some systems are built, of which the profile pack has no list: what is built otherwise is surely none. */
final class CodeForms {

    private static final String ICD_10 = "http://hl7.org/fhir/sid/icd-10";

    private static final Map<String, Pattern> FORMS = Map.of(
            ICD_10,
            Pattern.compile("[A-Z]\\d[0-9A-Z](\\.[0-9A-Z]{1,4})?"),
            "http://hl7.org/fhir/sid/cvx",
            Pattern.compile("\\d{2,3}"));

    /** A code of ICD-10 as people write it: in lower case, with a comma or no point, a dagger or an asterisk, words behind it. */
    private static final Pattern WRITTEN =
            Pattern.compile("(\\p{L})(\\d\\d)(?:[.,](\\d{1,2})|(\\d))?[.*+†]?(?:[\\s:–—-]+(\\p{L}.*))?");

    private static final Pattern ANOTHER = Pattern.compile("\\p{L}\\d\\d");

    private CodeForms() {}

    /** Whether a text is built as the codes of a system are; true of systems whose form is not known. */
    static boolean fits(String system, String code) {
        Pattern form = FORMS.get(system);
        return form == null || form.matcher(code).matches();
    }

    /** The code of a system that a text surely means, when it is none itself. */
    static Optional<String> meant(String system, String text) {
        if (!system.equals(ICD_10) || fits(system, text)) {
            return Optional.empty();
        }
        Matcher written = WRITTEN.matcher(text);
        boolean one = written.matches()
                && (written.group(5) == null
                        || !ANOTHER.matcher(written.group(5)).find());
        if (!one) {
            return Optional.empty();
        }
        String last = written.group(3) == null ? written.group(4) : written.group(3);
        String letter = NationalIds.latin(written.group(1).toUpperCase(Locale.ROOT));
        String code = letter + written.group(2) + (last == null ? "" : "." + last);
        return fits(system, code) ? Optional.of(code) : Optional.empty();
    }
}
