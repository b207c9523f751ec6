package org.dhpbridge.soak;

import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;

/** What a soak prints in the end. */
final class Table {

    private static final int MOST_SENTENCES = 20;

    private final PrintWriter out;

    Table(PrintWriter out) {
        this.out = out;
    }

    void heading(SoakSettings settings) {
        out.printf(
                "soak --messages %d --minutes %s --seed %d --database %s --bridges %d --kills %d --delivery %s%n",
                settings.messages(),
                settings.minutes(),
                settings.seed(),
                settings.database(),
                settings.bridges(),
                settings.kills(),
                settings.delivery());
        out.printf("homes and logs: %s%n", settings.folder());
        out.flush();
    }

    void line(String what, Object figure) {
        out.printf("%-46s %s%n", what, figure);
    }

    void struck(Map<String, Integer> struck) {
        line(
                "faults that struck, by kind",
                struck.values().stream().mapToInt(Integer::intValue).sum());
        out.println(struck.entrySet().stream()
                .map(fault -> fault.getKey() + " " + fault.getValue())
                .collect(Collectors.joining(", ", "  ", ""))
                .replaceAll("(.{90,110}?), ", "$1,\n  "));
    }

    void findings(Findings findings) {
        for (Findings.Kind kind : Findings.Kind.values()) {
            line(kind.words, findings.of(kind).size());
            findings.of(kind).stream().limit(MOST_SENTENCES).forEach(sentence -> out.println("  " + sentence));
        }
    }

    void verdict(String sentence) {
        out.println(sentence);
        out.flush();
    }
}
