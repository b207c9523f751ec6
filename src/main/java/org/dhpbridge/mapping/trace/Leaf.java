package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.dhpbridge.absent.Filled;

/**
 * One value of the output, and where it came from.
 *
 * @param resource type and id, as {@code Patient/6f…}
 * @param path FHIRPath with indexes, as {@code Patient.name[0].family}
 * @param value text, number or boolean
 * @param origin what the mapping knows of it; null when no mapping made it
 * @param absent the declaration that the value is part of; null when it declares nothing
 */
public record Leaf(String resource, String path, JsonNode value, Origin origin, Filled absent) {

    /** Who is answerable for a value. */
    public enum From {
        /** Fields of the input, with or without a table and functions between. */
        INPUT,
        /** A row of a code table, chosen without any input. */
        TABLE,
        /** The profile pack: a canonical, a system, a display. */
        PACK,
        /** A setting of the site. */
        SETTING,
        /** A constant of the mapping. */
        CONSTANT,
        /** The profile prescribes this very value. */
        PROFILE,
        /** The value says that another is missing. */
        ABSENT;

        /** As it is printed, in small letters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> OF_PACK =
            List.of("pack-profile", "pack-extension", "pack-naming-system", "pack-identifier");

    /** Who is answerable for the value. */
    public From from() {
        if (origin == null) {
            return absent == null ? From.PROFILE : From.ABSENT;
        }
        if (!origin.sources().isEmpty()) {
            return From.INPUT;
        }
        if (!origin.tables().isEmpty()) {
            return From.TABLE;
        }
        List<String> functions = origin.functions();
        boolean partOfCoding = functions.contains("pack-coding") && !path.endsWith(".code");
        if (partOfCoding || functions.stream().anyMatch(OF_PACK::contains)) {
            return From.PACK;
        }
        return functions.contains("site") || functions.contains("site-system") ? From.SETTING : From.CONSTANT;
    }
}
