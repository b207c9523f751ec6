package org.dhpbridge.mapping;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.mapping.trace.Tracing;

/** Compiles the JSLT files of {@code mappings/}, each once. Safe for many threads. */
final class MappingCompiler {

    /**
     * A mapping that is ready to run.
     *
     * @param version a digest of every file that takes part in it
     * @param accounts whether it says which segments or rows its resources carry
     */
    record Compiled(Expression expression, String version, boolean accounts) {}

    private static final String ROOT = "mappings/";
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9-]+)\"");
    private static final Pattern PARSER_POSITION = Pattern.compile("at line (\\d+), column (\\d+)");

    private final HomeFiles files;
    private final CodeTables tables;
    private final List<Function> functions;
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();
    private final Map<String, Compiled> traced = new ConcurrentHashMap<>();

    MappingCompiler(HomeFiles files, CodeTables tables, List<? extends Function> functions) {
        this.files = files;
        this.tables = tables;
        this.functions = List.copyOf(functions);
    }

    static String path(String mapping) {
        return ROOT + mapping + ".jslt";
    }

    boolean exists(String mapping) {
        return compiled.containsKey(mapping) || files.text(path(mapping)).isPresent();
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
            Compiled own = compile(name);
            Tracing.instrument(own.expression(), path -> files.text(path).orElse(""), new LookedUp(tables));
            return own;
        });
    }

    private Compiled compile(String mapping) {
        Map<String, String> taken = new TreeMap<>();
        List<String> opened = new ArrayList<>();
        try {
            Expression expression = new Parser(open(path(mapping), taken, opened))
                    .withSource(path(mapping))
                    .withResourceResolver(name -> open(ROOT + name, taken, opened))
                    .withFunctions(functions)
                    .compile();
            boolean accounts = taken.values().stream().anyMatch(text -> text.contains(AccountFunctions.CLAIM));
            return new Compiled(expression, version(taken), accounts);
        } catch (JsltException e) {
            throw new MappingException(sentence(e, opened.get(opened.size() - 1)), e);
        }
    }

    private Reader open(String path, Map<String, String> taken, List<String> opened) {
        if (!opened.isEmpty() && List.of(path.split("/")).contains("..")) {
            throw new MappingException(
                    opened.get(opened.size() - 1) + " imports a file outside of mappings/; correct the import.");
        }
        String text = files.text(path)
                .orElseThrow(() -> new MappingException(path + " does not exist"
                        + (opened.isEmpty()
                                ? "."
                                : ", but " + opened.get(opened.size() - 1)
                                        + " imports it; write the file or correct the import.")));
        taken.put(path, text);
        opened.add(path);
        return new StringReader(text);
    }

    /** Where and what, in one sentence; the parser's list of all tokens it could have taken is left out. */
    static String sentence(JsltException e, String fileWhenUnknown) {
        String message =
                e.getMessageWithoutLocation().lines().findFirst().orElse("").strip();
        String file = e.getSource() == null
                ? fileWhenUnknown
                : e.getSource().startsWith(ROOT) ? e.getSource() : ROOT + e.getSource();
        int line = e.getLine();
        int column = e.getColumn();
        Matcher position = PARSER_POSITION.matcher(message);
        if (position.find()) {
            line = Integer.parseInt(position.group(1));
            column = Integer.parseInt(position.group(2));
            message = position.replaceFirst("").replaceAll("[\\s.]+$", "");
        }
        return file + (line > 0 ? " line " + line + ", column " + column : "") + ": " + message + ".";
    }

    /** A table takes part when its name stands as a text in one of the mapping's files. */
    private String version(Map<String, String> taken) {
        Map<String, String> all = new TreeMap<>(taken);
        for (String source : taken.values()) {
            Matcher literal = LITERAL.matcher(source);
            while (literal.find()) {
                String name = literal.group(1);
                tables.find(name).ifPresent(t -> all.put(CodeTables.path(name), tables.text(name)));
            }
        }
        MessageDigest digest = Digests.sha256();
        all.forEach((path, text) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }
}
