package org.dhpbridge.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.home.HomeFiles;

/** The tables of {@code mappings/codes}, each read when first asked for. */
final class CodeTables {

    private final HomeFiles files;
    private final Map<String, Optional<CodeTable>> tables = new ConcurrentHashMap<>();

    CodeTables(HomeFiles files) {
        this.files = files;
    }

    static String path(String name) {
        return "mappings/codes/" + name + ".csv";
    }

    Optional<CodeTable> find(String name) {
        Optional<CodeTable> known = tables.get(name);
        return known != null
                ? known
                : tables.computeIfAbsent(name, n -> files.text(path(n)).map(text -> CodeTable.parse(n, text)));
    }

    CodeTable get(String name) {
        return find(name)
                .orElseThrow(() -> new MappingException(
                        "A mapping asks for the table " + path(name) + ", but there is no such file; write it."));
    }
}
