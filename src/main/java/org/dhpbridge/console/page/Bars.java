package org.dhpbridge.console.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhpbridge.ledger.Reports.Span;
import org.dhpbridge.ledger.State;

/** Where the rectangles of a bar chart stand: a bar a span, its parts by where the messages stand now. */
public final class Bars {

    /** A rectangle; {@code kind} is its class. */
    public record Bar(String kind, String x, String y, String width, String height) {}

    /** A word under the axis. */
    public record Mark(String x, Span span) {}

    static final int WIDTH = 720;
    static final int HEIGHT = 130;
    private static final int FOOT = 18;

    private final List<Bar> bars = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final long most;

    Bars(List<Span> spans) {
        most = spans.stream().mapToLong(Span::received).max().orElse(0);
        long full = Math.max(1, most);
        double width = (double) WIDTH / Math.max(1, spans.size());
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            double x = i * width + width * 0.12;
            double top = HEIGHT - FOOT;
            for (State state : List.of(State.DEAD, State.DUE, State.DELIVERED, State.SUPERSEDED)) {
                double height = (HEIGHT - FOOT - 8) * (double) span.of(state) / full;
                if (span.of(state) > 0) {
                    top -= Math.max(1.5, height);
                    bars.add(new Bar(kind(state), text(x), text(top), text(width * 0.76), text(Math.max(1.5, height))));
                }
            }
            // the first span begins in the middle of an hour
            if (i % 4 == 1) {
                marks.add(new Mark(text(i * width), span));
            }
        }
    }

    private static String kind(State state) {
        return switch (state) {
            case DEAD -> "dead";
            case DUE -> "received";
            default -> "delivered";
        };
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    public List<Bar> bars() {
        return bars;
    }

    public List<Mark> marks() {
        return marks;
    }

    /** Messages of the highest bar. */
    public long most() {
        return most;
    }

    public String viewBox() {
        return "0 0 " + WIDTH + " " + HEIGHT;
    }
}
