package org.dhpbridge.console.signin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the SSO says of a person, from one or more sources that were each found genuine. */
final class ClaimSet {

    private final List<Map<String, Object>> sources = new ArrayList<>();

    void add(Map<String, Object> claims) {
        sources.add(claims);
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /** The value of the first source that has one. */
    Optional<String> text(String path) {
        return texts(List.of(path)).stream().findFirst();
    }

    /** Every value under any of the names, from all sources. A text with blanks or commas holds several. */
    Set<String> words(List<String> paths) {
        Set<String> words = new LinkedHashSet<>();
        for (String text : texts(paths)) {
            words.addAll(List.of(text.split("[\\s,]+")));
        }
        words.remove("");
        return words;
    }

    /** Every text under any of the names, as it stands. */
    Set<String> texts(List<String> paths) {
        Set<String> texts = new LinkedHashSet<>();
        for (Map<String, Object> source : sources) {
            for (String path : paths) {
                collect(source, path.split("\\."), 0, texts);
            }
        }
        return texts;
    }

    /**
     * The same claims, but of each list on one of the paths only the elements that have one of the values there, or none: what the
     * others say beside it is said of something else.
     */
    ClaimSet about(List<String> paths, Set<String> values) {
        ClaimSet about = new ClaimSet();
        for (Map<String, Object> source : sources) {
            Map<String, Object> left = source;
            for (String path : paths) {
                left = about(left, path.split("\\."), 0, values);
            }
            about.add(left);
        }
        return about;
    }

    private static <K> Map<K, Object> about(Map<K, Object> object, String[] path, int depth, Set<String> values) {
        Map<K, Object> about = new LinkedHashMap<>(object);
        about.replaceAll((name, value) ->
                depth < path.length && path[depth].equals(name) ? about(value, path, depth + 1, values) : value);
        return about;
    }

    @SuppressWarnings("unchecked")
    private static Object about(Object value, String[] path, int depth, Set<String> values) {
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .filter(item -> isAbout(item, path, depth, values))
                    .map(item -> about(item, path, depth, values))
                    .toList();
        }
        return value instanceof Map<?, ?> object ? about((Map<Object, Object>) object, path, depth, values) : value;
    }

    private static boolean isAbout(Object item, String[] path, int depth, Set<String> values) {
        Set<String> found = new LinkedHashSet<>();
        collect(item, path, depth, found);
        return found.isEmpty() || found.stream().anyMatch(values::contains);
    }

    private static void collect(Object value, String[] path, int depth, Set<String> texts) {
        if (value instanceof Collection<?> list) {
            list.forEach(item -> collect(item, path, depth, texts));
        } else if (depth < path.length) {
            if (value instanceof Map<?, ?> object) {
                collect(object.get(path[depth]), path, depth + 1, texts);
            }
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            texts.add(value.toString());
        }
    }
}
