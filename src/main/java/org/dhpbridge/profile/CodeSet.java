package org.dhpbridge.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The codes of one value set, as far as the pack and base R5 know them. Immutable for readers. */
public final class CodeSet {

    /** Whether a code is in a set: not every code system is at hand. */
    public enum Membership {
        YES,
        NO,
        UNKNOWN
    }

    private static final int CODES_SHOWN = 12;

    /**
     * A code of the set.
     *
     * @param display empty when the set gives none
     */
    public record Concept(String code, String display) {}

    private final String url;
    private final Map<String, Map<String, String>> codes = new LinkedHashMap<>();
    private final Map<String, Predicate<String>> rules = new HashMap<>();
    private final Set<String> openSystems = new LinkedHashSet<>();
    private final Map<String, Set<String>> excluded = new HashMap<>();
    private final Set<String> caseInsensitive = new HashSet<>();
    private boolean open;
    private volatile String summary;

    CodeSet(String url) {
        this.url = url;
    }

    /** True when every code of the set is known. */
    public boolean isComplete() {
        return !open && openSystems.isEmpty();
    }

    /** The number of known codes. */
    public int size() {
        return codes.values().stream().mapToInt(Map::size).sum();
    }

    /**
     * @param system the coding's system; null matches any system (elements of type {@code code}, {@code uri}, {@code string})
     * @param code the code; not null
     */
    public Membership contains(String system, String code) {
        if (system == null) {
            for (Map.Entry<String, Map<String, String>> known : codes.entrySet()) {
                if (has(known.getKey(), known.getValue(), code)) {
                    return Membership.YES;
                }
            }
            for (Predicate<String> rule : rules.values()) {
                if (rule.test(code)) {
                    return Membership.YES;
                }
            }
            return isComplete() ? Membership.NO : Membership.UNKNOWN;
        }
        if (!excluded.isEmpty() && excluded.getOrDefault(system, Set.of()).contains(code)) {
            return Membership.NO;
        }
        Map<String, String> known = codes.get(system);
        if (known != null && has(system, known, code)) {
            return Membership.YES;
        }
        Predicate<String> rule = rules.get(system);
        if (rule != null && rule.test(code)) {
            return Membership.YES;
        }
        return open || openSystems.contains(system) ? Membership.UNKNOWN : Membership.NO;
    }

    private boolean has(String system, Map<String, String> known, String code) {
        return known.containsKey(code)
                || caseInsensitive.contains(system) && known.containsKey(code.toLowerCase(Locale.ROOT));
    }

    /** Systems that hold the code, in the set's order; systems whose codes are not known do not count. */
    public List<String> systemsOf(String code) {
        List<String> systems = new ArrayList<>();
        codes.forEach((system, known) -> {
            if (known.containsKey(code)) {
                systems.add(system);
            }
        });
        return systems;
    }

    /** All systems that codes of the set may have; empty when nothing is known. */
    public Set<String> systems() {
        Set<String> systems = new LinkedHashSet<>(codes.keySet());
        systems.addAll(rules.keySet());
        systems.addAll(openSystems);
        return systems;
    }

    /** The codes that are known, in the set's order. */
    public List<Concept> concepts() {
        List<Concept> concepts = new ArrayList<>();
        codes.forEach((system, known) ->
                known.forEach((code, display) -> concepts.add(new Concept(code, display == null ? "" : display))));
        return concepts;
    }

    /** The display that the set itself gives for a code. */
    public Optional<String> display(String system, String code) {
        return Optional.ofNullable(codes.getOrDefault(system, Map.of()).get(code))
                .filter(display -> !display.isEmpty());
    }

    /** The set in a few words, for messages: its canonical, some of its codes, how many there are, and their systems. */
    public String summary() {
        String known = summary;
        if (known == null) {
            known = summarize();
            summary = known;
        }
        return known;
    }

    private String summarize() {
        List<String> sample = codes.values().stream()
                .flatMap(known -> known.keySet().stream())
                .limit(CODES_SHOWN)
                .toList();
        if (sample.isEmpty()) {
            return systems().isEmpty() ? url : url + " (codes of " + String.join(" or ", systems()) + ")";
        }
        return url + " (" + String.join(", ", sample)
                + (size() > sample.size() ? ", … " + size() + " codes" : "") + "; system "
                + String.join(" or ", systems()) + ")";
    }

    void add(String system, String code, String display) {
        codes.computeIfAbsent(system, s -> new LinkedHashMap<>()).put(code, display);
    }

    void addRule(String system, Predicate<String> rule) {
        rules.put(system, rule);
    }

    void addOpenSystem(String system) {
        openSystems.add(system);
    }

    void setOpen() {
        open = true;
    }

    void ignoreCase(String system) {
        caseInsensitive.add(system);
    }

    void addAll(CodeSet other) {
        other.codes.forEach((system, known) -> known.forEach((code, display) -> add(system, code, display)));
        rules.putAll(other.rules);
        openSystems.addAll(other.openSystems);
        caseInsensitive.addAll(other.caseInsensitive);
        other.excluded.forEach((system, out) ->
                excluded.computeIfAbsent(system, s -> new HashSet<>()).addAll(out));
        open |= other.open;
    }

    void retainAll(CodeSet other) {
        codes.forEach(
                (system, known) -> known.keySet().removeIf(code -> other.contains(system, code) == Membership.NO));
    }

    void exclude(CodeSet out) {
        out.codes.forEach((system, known) -> {
            excluded.computeIfAbsent(system, s -> new HashSet<>()).addAll(known.keySet());
            Optional.ofNullable(codes.get(system))
                    .ifPresent(mine -> mine.keySet().removeAll(known.keySet()));
        });
    }
}
