package org.dhpbridge.mapping;

import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.home.HomeFiles;

/**
 * All code tables of a site, read to see whether that works.
 *
 * @param tables how many there are
 * @param mistakes a sentence with file and line each; empty when all can be used
 */
public record CodeTableCheck(int tables, List<String> mistakes) {

    private static final String FOLDER = "mappings/codes";
    private static final String SUFFIX = ".csv";

    public static CodeTableCheck of(HomeFiles files) {
        CodeTables tables = new CodeTables(files, CodeOverlay.NONE);
        List<String> mistakes = new ArrayList<>();
        List<String> paths = files.list(FOLDER, SUFFIX);
        for (String path : paths) {
            try {
                tables.get(path.substring(FOLDER.length() + 1, path.length() - SUFFIX.length()));
            } catch (MappingException wrong) {
                mistakes.add(wrong.getMessage());
            }
        }
        return new CodeTableCheck(paths.size(), List.copyOf(mistakes));
    }
}
