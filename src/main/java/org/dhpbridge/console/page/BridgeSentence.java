package org.dhpbridge.console.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sentences that the bridge itself writes into the ledger and the log, always the same but for a place, a status or a name. They
 * stay there as they are; a page says them in the reader's language.
 */
enum BridgeSentence {
    INTERRUPTED("(.+) stopped, or was cut off from the ledger, while it worked on this message\\."),
    NOT_SENT("Not sent, for a newer message of this bridge spoke of it: (.+)\\."),
    NEWER("The platform has newer from this bridge\\."),
    UNCHANGED("Read and identified again: nothing changed\\."),
    CHANGED("Read and identified again: changed (.+)\\.") {
        @Override
        Object[] values(MatchResult found, Texts texts) {
            String parts = Arrays.stream(found.group(1).split(", "))
                    .map(part -> texts.code("sentence.part.", part.replace(' ', '-')))
                    .collect(Collectors.joining(", "));
            return new Object[] {parts};
        }
    },
    ANSWERED("(\\S+) answered (\\d{3})\\."),
    ASKED_TO_WAIT(
            "(\\S+) answered (\\d{3})\\. It asked for a wait of (\\d+) s \\(Retry-After\\); it is tried again after (\\d+) s\\."),
    UNREACHED("(\\S+) cannot be reached \\((\\w+)\\)\\."),
    ANSWER_LOST("The answer of (\\S+) was lost \\((\\w+)\\)(?:; what it wrote will be looked up)?\\."),
    NOT_GRANTED("(\\S+) does not let this client in \\(403\\): it is registered .*"),
    TOKEN_REFUSED("(\\S+) refused a fresh access token \\(401\\); check that .*");

    private static final List<BridgeSentence> ALL = List.of(values());

    private final Pattern form;

    BridgeSentence(String form) {
        this.form = Pattern.compile(form, Pattern.DOTALL);
    }

    /** The sentence in the language; empty when it is none of these. */
    static Optional<String> in(Texts texts, String sentence) {
        for (BridgeSentence one : ALL) {
            Matcher found = one.form.matcher(sentence);
            if (found.matches()) {
                return Optional.of(texts.t(one.key(), one.values(found, texts)));
            }
        }
        return Optional.empty();
    }

    /** The key of its text. */
    String key() {
        return "sentence." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What stands for the placeholders of its text. */
    Object[] values(MatchResult found, Texts texts) {
        return IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .toArray();
    }
}
