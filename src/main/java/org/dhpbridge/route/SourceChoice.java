package org.dhpbridge.route;

import java.util.List;
import java.util.regex.Pattern;

/** Which files of {@code routes/sources/} are read: the setting {@code dhp.sources}. */
public final class SourceChoice {

    /** Where the files of the sources are. */
    public static final String FOLDER = "routes/sources";

    private static final String SUFFIX = ".yaml";

    private final List<Pattern> chosen;

    /** @param names of files without .yaml, {@code *} for any text */
    public SourceChoice(List<String> names) {
        chosen = names.stream()
                .map(name -> Pattern.compile("\\Q" + name.strip().replace("*", "\\E.*\\Q") + "\\E"))
                .toList();
    }

    /** @param path as {@code routes/sources/hl7.yaml} */
    public boolean contains(String path) {
        String name = path.substring(FOLDER.length() + 1, path.length() - SUFFIX.length());
        return chosen.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
