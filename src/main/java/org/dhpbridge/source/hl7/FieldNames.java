package org.dhpbridge.source.hl7;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HL7 calls the fields of its segments, in English, from the generated {@code field-names.txt}. */
public final class FieldNames {

    private static final Pattern PLACE = Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[\\d+])?-(\\d+).*");
    private static final Map<String, String> NAMES = load();

    private FieldNames() {}

    private static Map<String, String> load() {
        Map<String, String> names = new HashMap<>();
        try (InputStream in = FieldNames.class.getResourceAsStream("field-names.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int blank = line.indexOf(' ');
                if (!line.startsWith("#")) {
                    names.put(line.substring(0, blank), line.substring(blank + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the HL7v2 field names in the jar", e);
        }
        return names;
    }

    /**
     * @param place as {@code PID-5}, {@code PID-3[2].1} or {@code OBX[2]-5}
     * @return the field's name; empty for a place that HL7 does not define
     */
    public static Optional<String> of(String place) {
        Matcher field = PLACE.matcher(place);
        return field.matches()
                ? Optional.ofNullable(NAMES.get(field.group(1) + "-" + field.group(2)))
                : Optional.empty();
    }
}
