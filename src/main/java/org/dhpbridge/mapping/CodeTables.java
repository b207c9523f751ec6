package org.dhpbridge.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.home.HomeFiles;

/** The tables of {@code mappings/codes} with what stands over them, each read when first asked for. */
final class CodeTables {

    private final HomeFiles files;
    private final CodeOverlay overlay;
    private final Map<String, Optional<CodeTable>> tables = new ConcurrentHashMap<>();

    CodeTables(HomeFiles files, CodeOverlay overlay) {
        this.files = files;
        this.overlay = overlay;
    }

    static String path(String name) {
        return "mappings/codes/" + name + ".csv";
    }

    /** What the table says, all of it: two tables of the same text translate alike. */
    String text(String name) {
        List<CodeOverlay.Row> over = overlay.of(name);
        return files.text(path(name)).orElse("") + (over.isEmpty() ? "" : over);
    }

    Optional<CodeTable> find(String name) {
        Optional<CodeTable> known = tables.get(name);
        return known != null
                ? known
                : tables.computeIfAbsent(name, n -> files.text(path(n))
                        .map(text -> CodeTable.parse(n, text).with(overlay.of(n))));
    }

    CodeTable get(String name) {
        return find(name)
                .orElseThrow(() -> new MappingException(
                        "A mapping asks for the table " + path(name) + ", but there is no such file; write it."));
    }
}
