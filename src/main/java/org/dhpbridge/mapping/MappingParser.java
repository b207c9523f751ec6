package org.dhpbridge.mapping;

import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Module;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.ExpressionImpl;
import com.schibsted.spt.data.jslt.impl.JstlFile;
import java.io.StringReader;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.home.HomeFiles;

/**
 * Parses JSLT files of {@code mappings/}, and what they import once for all that import it. JSLT left alone parses a file anew for
 * each import, and for each import of what imports it: some 3,500 times for the 80 files of the bridge, which then work beside
 * one another in as many copies. For one thread.
 */
final class MappingParser {

    /**
     * @param texts content of the file, and of every one that it imports, by path
     */
    record Parsed(ExpressionImpl expression, Map<String, String> texts) {}

    /** @param module null where JSLT has to import the file itself: it keeps its variables, and tells its mistakes, an undeclared variable too */
    private record Imported(Module module, Map<String, String> texts) {}

    static final String ROOT = "mappings/";
    private static final Pattern PARSER_POSITION = Pattern.compile("at line (\\d+), column (\\d+)");

    private static final String OF_FUNCTIONS = "output-of-a-file-of-functions";

    /**
     * Makes a mapping of a file of functions, which has no output. It begins with a word that goes on with no expression, so
     * that a file which breaks off stays wrong.
     */
    private static final String AN_OUTPUT = "\ndef " + OF_FUNCTIONS + "() null null";

    private final HomeFiles files;
    private final List<Function> functions;
    private final Map<String, Imported> imported = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    MappingParser(HomeFiles files, List<Function> functions) {
        this.files = files;
        this.functions = functions;
    }

    /**
     * @param path as {@code mappings/hl7v2/ADT_A01.jslt}
     * @throws MappingException when the file, or one it imports, is missing or wrong
     */
    Parsed parse(String path) {
        Unit unit = new Unit();
        try {
            return within(path, null, () -> unit.parse(unit.open(path, null), path));
        } catch (JsltException e) {
            imported.clear(); // a file may be mended before it is asked for again
            throw new MappingException(sentence(e, unit.last()), e);
        }
    }

    private Imported imported(String name, String importer) {
        Imported known = imported.get(name);
        if (known == null) {
            String path = ROOT + name;
            known = within(path, importer, () -> functionsOf(path, name, importer));
            imported.put(name, known);
        }
        return known;
    }

    private Imported functionsOf(String path, String name, String importer) {
        Unit unit = new Unit();
        String text = unit.open(path, importer);
        try {
            ExpressionImpl expression = unit.parse(text + AN_OUTPUT, name).expression();
            boolean shared = unit.isAlone() && expression.getStackFrameSize() == 0 && !text.contains(OF_FUNCTIONS);
            return new Imported(shared ? new JstlFile("", name, expression) : null, unit.texts);
        } catch (JsltException e) {
            return new Imported(null, unit.texts);
        }
    }

    private <T> T within(String path, String importer, Supplier<T> work) {
        if (!underWay.add(path)) {
            throw new MappingException(
                    importer + " imports " + path + ", which imports it in turn; take one of the imports out.");
        }
        try {
            return work.get();
        } finally {
            underWay.remove(path);
        }
    }

    /**
     * One file with what is imported into it. JSLT puts the modules that it has built in into this map, asks it for the module of
     * each name, and opens itself what is not there.
     */
    private final class Unit extends AbstractMap<String, Module> {

        private final Map<String, String> texts = new TreeMap<>();
        private final List<String> opened = new ArrayList<>();
        private final Map<String, Module> builtIn = new HashMap<>();

        Parsed parse(String text, String source) {
            ExpressionImpl expression = (ExpressionImpl) new Parser(new StringReader(text))
                    .withSource(source)
                    .withFunctions(functions)
                    .withResourceResolver(name -> new StringReader(open(ROOT + name, last())))
                    .withNamedModules(this)
                    .compile();
            return new Parsed(expression, texts);
        }

        String open(String path, String importer) {
            String text = text(path, importer);
            texts.put(path, text);
            opened.add(path);
            return text;
        }

        String last() {
            return opened.get(opened.size() - 1);
        }

        /** Whether JSLT took in no other file itself. */
        boolean isAlone() {
            return opened.size() == 1;
        }

        @Override
        public Module get(Object name) {
            if (builtIn.containsKey(name)) {
                return builtIn.get(name);
            }
            Imported file = imported((String) name, last());
            texts.putAll(file.texts());
            return file.module();
        }

        @Override
        public Module put(String name, Module module) {
            return builtIn.put(name, module);
        }

        @Override
        public Set<Map.Entry<String, Module>> entrySet() {
            return builtIn.entrySet();
        }
    }

    private String text(String path, String importer) {
        if (importer != null && List.of(path.split("/")).contains("..")) {
            throw new MappingException(importer + " imports a file outside of mappings/; correct the import.");
        }
        return files.text(path)
                .orElseThrow(() -> new MappingException(path + " does not exist"
                        + (importer == null
                                ? "."
                                : ", but " + importer + " imports it; write the file or correct the import.")));
    }

    /** Where and what, in one sentence; the parser's list of all tokens it could have taken is left out. */
    private static String sentence(JsltException e, String fileWhenUnknown) {
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
}
