package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.mapping.evaluate.Translator;
import org.dhpbridge.mapping.trace.Tracing;

/** Compiles the JSLT files of {@code mappings/}, each once. Safe for many threads. */
final class MappingCompiler {

    /**
     * A mapping that is ready to run.
     *
     * @param program makes the output of a message's tree
     * @param version a digest of every file that takes part in it
     * @param accounts whether it says which segments or rows its resources carry
     */
    record Compiled(UnaryOperator<JsonNode> program, String version, boolean accounts) {}

    private static final String FEEDS = "csv/";
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9-]+)\"");

    private final HomeFiles files;
    private final CodeTables tables;
    private final List<Function> functions;
    private final MappingParser parser;
    private final Translator translator = new Translator();
    /** Whether a feed has a mapping: one of a site's own columns has none, and every row asks. A mapping for HL7 may be written meanwhile. */
    private final Map<String, Boolean> ofFeeds = new ConcurrentHashMap<>();

    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> tablesOf = new ConcurrentHashMap<>();
    private volatile Set<String> tableNames;
    private final Map<String, Compiled> traced = new ConcurrentHashMap<>();

    MappingCompiler(HomeFiles files, CodeTables tables, List<? extends Function> functions) {
        this.files = files;
        this.tables = tables;
        this.functions = List.copyOf(functions);
        this.parser = new MappingParser(files, this.functions);
    }

    static String path(String mapping) {
        return MappingParser.ROOT + mapping + ".jslt";
    }

    boolean exists(String mapping) {
        return compiled.containsKey(mapping)
                || (mapping.startsWith(FEEDS) ? ofFeeds.computeIfAbsent(mapping, this::isThere) : isThere(mapping));
    }

    private boolean isThere(String mapping) {
        return files.text(path(mapping)).isPresent();
    }

    /**
     * @param mapping as {@code hl7v2/ADT_A01}
     * @throws MappingException when the file, or one it imports, is missing or wrong
     */
    Compiled get(String mapping) {
        return compiled.computeIfAbsent(mapping, this::compile);
    }

    /**
     * The same mapping, compiled apart from the one that messages go through, so that its output knows where it came from.
     *
     * @throws MappingException as {@link #get}
     */
    Compiled traced(String mapping) {
        return traced.computeIfAbsent(mapping, name -> {
            MappingParser.Parsed parsed = new MappingParser(files, functions).parse(path(name));
            Tracing.instrument(parsed.expression(), path -> files.text(path).orElse(""), new LookedUp(tables));
            return compiled(parsed, parsed.expression()::apply);
        });
    }

    private synchronized Compiled compile(String mapping) {
        MappingParser.Parsed parsed = parser.parse(path(mapping));
        return compiled(parsed, translator.program(parsed.expression())::apply);
    }

    private Compiled compiled(MappingParser.Parsed parsed, UnaryOperator<JsonNode> program) {
        boolean accounts = parsed.texts().values().stream().anyMatch(text -> text.contains(AccountFunctions.CLAIM));
        return new Compiled(program, version(parsed.texts()), accounts);
    }

    /** A table takes part when its name stands as a text in one of the mapping's files. */
    private String version(Map<String, String> taken) {
        Map<String, String> all = new TreeMap<>(taken);
        taken.values().forEach(text -> tablesOf.computeIfAbsent(text, this::tablesIn)
                .forEach(name -> all.put(CodeTables.path(name), tables.text(name))));
        MessageDigest digest = Digests.sha256();
        all.forEach((path, text) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    /** Most texts are no names of tables, and to ask for a file that is not there means to look into every jar. */
    private Set<String> tablesIn(String text) {
        Set<String> names = tableNames();
        return LITERAL.matcher(text)
                .results()
                .map(literal -> literal.group(1))
                .filter(names::contains)
                .filter(name -> tables.find(name).isPresent())
                .collect(Collectors.toSet());
    }

    private Set<String> tableNames() {
        if (tableNames == null) {
            tableNames = tables.names();
        }
        return tableNames;
    }
}
