package org.dhpbridge.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.dhpbridge.home.HomeFiles;

/** The tables of {@code mappings/codes} with what stands over them, each read once, when first asked for. */
final class CodeTables {

    private static final String FOLDER = "mappings/codes";
    private static final String SUFFIX = ".csv";

    private final HomeFiles files;
    private final CodeOverlay overlay;
    private final Map<String, Optional<String>> texts = new ConcurrentHashMap<>();
    private final Map<String, Optional<CodeTable>> tables = new ConcurrentHashMap<>();

    CodeTables(HomeFiles files, CodeOverlay overlay) {
        this.files = files;
        this.overlay = overlay;
    }

    static String path(String name) {
        return FOLDER + "/" + name + SUFFIX;
    }

    /** Of all tables that there are now. */
    Set<String> names() {
        return files.list(FOLDER, SUFFIX).stream()
                .map(path -> path.substring(FOLDER.length() + 1, path.length() - SUFFIX.length()))
                .collect(Collectors.toSet());
    }

    /** What the table says, all of it: two tables of the same text translate alike. */
    String text(String name) {
        List<CodeOverlay.Row> over = overlay.of(name);
        return file(name).orElse("") + (over.isEmpty() ? "" : over);
    }

    private Optional<String> file(String name) {
        return texts.computeIfAbsent(name, n -> files.text(path(n)));
    }

    Optional<CodeTable> find(String name) {
        Optional<CodeTable> known = tables.get(name);
        return known != null
                ? known
                : tables.computeIfAbsent(
                        name, n -> file(n).map(text -> CodeTable.parse(n, text).with(overlay.of(n))));
    }

    CodeTable get(String name) {
        Optional<CodeTable> table = find(name);
        if (table.isEmpty()) {
            throw new MappingException(
                    "A mapping asks for the table " + path(name) + ", but there is no such file; write it.");
        }
        return table.get();
    }
}
