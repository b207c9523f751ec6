package org.dhpbridge.conformance;

import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhpbridge.HapiJudge;

/**
 * HAPI's verdicts on the mutants, recorded: judging them takes minutes. A line holds the hash of a mutant and the kinds of
 * error that HAPI found in it, none when it is valid.
 */
final class Verdicts {

    static final Path FILE = Path.of("src/test/resources/org/dhpbridge/conformance/hapi-verdicts.txt");

    /** What HAPI says of codes whose system it does not have. */
    private static final Pattern NOT_AT_HAND = Pattern.compile("Unable to expand ValueSet");

    /** Of a list of codings only the systems are kept, so that a complaint is known again after a change of code. */
    private static final Pattern CODE = Pattern.compile("(?<=[\\w-])#[^,)]*");

    /** HAPI's parser throws on some JSON that is no FHIR; that counts as invalid. */
    static final String FELL_OVER = "HAPI_FELL_OVER";

    private Verdicts() {}

    static Map<String, Set<String>> read() throws IOException {
        Map<String, Set<String>> verdicts = new TreeMap<>();
        List<String> kinds = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            String[] words = line.split(" ");
            if (words[0].equals("kind")) {
                kinds.add(words[1]);
                continue;
            }
            Set<String> of = new TreeSet<>();
            for (int i = 1; i < words.length; i++) {
                of.add(kinds.get(Integer.parseInt(words[i])));
            }
            verdicts.put(words[0], of);
        }
        return verdicts;
    }

    static void write(Map<String, Set<String>> verdicts) throws IOException {
        List<String> kinds = new ArrayList<>(
                new TreeSet<>(verdicts.values().stream().flatMap(Set::stream).toList()));
        List<String> lines = new ArrayList<>();
        kinds.forEach(kind -> lines.add("kind " + kind));
        new TreeMap<>(verdicts).forEach((hash, of) -> {
            StringBuilder line = new StringBuilder(hash);
            of.forEach(kind -> line.append(' ').append(kinds.indexOf(kind)));
            lines.add(line.toString());
        });
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines);
    }

    /** Judges anew, in two threads; what HAPI already says of the unspoilt example does not count. */
    static Map<String, Set<String>> judge(List<Mutant> mutants, Function<ObjectNode, String[]> profiles) {
        HapiJudge judge = HapiJudge.get();
        Map<String, Set<String>> known = new ConcurrentHashMap<>();
        Map<String, Set<String>> verdicts = new ConcurrentHashMap<>();
        ForkJoinPool pool = new ForkJoinPool(2);
        try {
            pool.submit(() -> mutants.parallelStream().forEach(mutant -> {
                        Set<String> before =
                                known.computeIfAbsent(mutant.example(), e -> texts(judge, mutant.original(), profiles));
                        verdicts.put(mutant.hash(), kinds(judge, mutant, before, profiles));
                    }))
                    .join();
        } finally {
            pool.shutdown();
        }
        return verdicts;
    }

    private static Set<String> texts(HapiJudge judge, ObjectNode example, Function<ObjectNode, String[]> profiles) {
        return judge.errors(example.toString(), profiles.apply(example)).stream()
                .map(Verdicts::text)
                .collect(Collectors.toSet());
    }

    private static String text(SingleValidationMessage message) {
        return CODE.matcher(message.getMessage()).replaceAll("");
    }

    private static Set<String> kinds(
            HapiJudge judge, Mutant mutant, Set<String> known, Function<ObjectNode, String[]> profiles) {
        Set<String> kinds = new TreeSet<>();
        List<SingleValidationMessage> messages;
        try {
            messages = judge.errors(mutant.resource().toString(), profiles.apply(mutant.resource()));
        } catch (RuntimeException e) {
            return Set.of(FELL_OVER);
        }
        for (SingleValidationMessage message : messages) {
            if (!known.contains(text(message))
                    && !NOT_AT_HAND.matcher(message.getMessage()).find()) {
                kinds.add(message.getMessageId() == null ? "none" : message.getMessageId());
            }
        }
        return kinds;
    }
}
