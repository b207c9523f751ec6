package org.dhpbridge.mapping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.home.HomeFiles;

/**
 * Which resource types a mapping can make, by its text: what is named in the mapping's file and in the functions of other
 * files that can be called from there. What only the data decides is not looked at, so this is the most it can make.
 */
final class ProducedTypes {

    private static final Pattern TEXT_OR_COMMENT = Pattern.compile("(\"(?:\\\\.|[^\"\\\\])*\")|//[^\\n]*");
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([^\"]+)\"\\s+as\\s+([\\w-]+)");
    private static final Pattern FUNCTION = Pattern.compile("(?m)^def\\s+([\\w-]+)\\s*\\(");
    private static final Pattern CALL = Pattern.compile("(?:([A-Za-z_][\\w-]*):)?([A-Za-z_][\\w-]*)\\s*\\(");
    private static final Pattern TYPE =
            Pattern.compile("(?:\\bresource\\s*\\(\\s*|\"resourceType\"\\s*:\\s*)\"([A-Z][A-Za-z]+)\"");

    private record File(Map<String, String> imports, Map<String, String> functions, String body) {}

    private record Called(String file, String function) {}

    private final HomeFiles files;
    private final Map<String, File> read = new HashMap<>();
    private final Set<Called> seen = new HashSet<>();
    private final Set<String> types = new TreeSet<>();

    ProducedTypes(HomeFiles files) {
        this.files = files;
    }

    /** @param mapping as {@code hl7v2/ADT_A01} */
    Set<String> of(String mapping) {
        String path = mapping + ".jslt";
        follow(path, file(path).body());
        return types;
    }

    private void follow(String path, String text) {
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            types.add(type.group(1));
        }
        File file = file(path);
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            String alias = call.group(1);
            String target = alias == null ? path : file.imports().get(alias);
            if (target == null) {
                continue;
            }
            String function = file(target).functions().get(call.group(2));
            if (function != null && seen.add(new Called(target, call.group(2)))) {
                follow(target, function);
            }
        }
    }

    private File file(String path) {
        File known = read.get(path);
        if (known == null) {
            known = parse(withoutComments(files.text("mappings/" + path).orElse("")));
            read.put(path, known);
        }
        return known;
    }

    private static File parse(String text) {
        Map<String, String> imports = new HashMap<>();
        Matcher imported = IMPORT.matcher(text);
        while (imported.find()) {
            imports.put(imported.group(2), imported.group(1));
        }
        Map<String, String> functions = new HashMap<>();
        Matcher function = FUNCTION.matcher(text);
        int from = -1;
        String name = null;
        while (function.find()) {
            if (name != null) {
                functions.put(name, text.substring(from, function.start()));
            }
            name = function.group(1);
            from = function.end();
        }
        if (name != null) {
            functions.put(name, text.substring(from));
        }
        return new File(imports, functions, text);
    }

    private static String withoutComments(String text) {
        return TEXT_OR_COMMENT
                .matcher(text)
                .replaceAll(found -> found.group(1) == null ? "" : Matcher.quoteReplacement(found.group(1)));
    }
}
