package org.dhpbridge.playground;

import java.util.Map;
import org.dhpbridge.mapping.CodeOverlay;
import org.dhpbridge.mapping.SiteSettings;

/**
 * What is tried. Holds personal data when the input does.
 *
 * @param home the folder {@code dhp.home}
 * @param pack name or path of the profile pack
 * @param site settings that the mappings go by
 * @param codes rows over the code tables
 * @param files texts in the place of the site's files, or beside them, by path, as {@code mappings/csv/patients.jslt}
 * @param feed the feed of rows; null lets the content say
 * @param input HL7v2, CSV, or JSON rows
 */
public record Trial(
        String home,
        String pack,
        SiteSettings site,
        CodeOverlay codes,
        Map<String, String> files,
        String feed,
        String input) {

    /** Without what is tried, which may be personal data. */
    @Override
    public String toString() {
        return "a trial of " + input.length() + " characters";
    }
}
