package org.dhpbridge.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A story, brought into disorder and into files: messages come late, twice, again under another control id. What must be
 * true in the end follows from what the messages say, whatever the order.
 */
final class Load {

    private static final int MOST_IN_A_FILE = 20;
    private static final int PERCENT_UNIQUE = 92;
    private static final int PEOPLE_PER = 12;

    private record Placed(double at, Draft draft) {}

    private final List<Fed> messages = new ArrayList<>();
    private final List<Drop> drops = new ArrayList<>();
    private final Map<RecordKey, NavigableMap<Long, Map<String, String>>> truth = new TreeMap<>();
    private int repeated;
    private int filesTwice;

    /** @param size how many messages, those that are dropped again byte for byte counted too */
    Load(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Placed> order = arrange(random.split(), story(random.split(), size, seed), size);
        pack(random.split(), order);
        for (Fed message : messages) {
            for (Statement statement : message.says) {
                truth.computeIfAbsent(statement.record(), key -> new TreeMap<>())
                        .put(statement.order(), statement.facts());
            }
        }
    }

    private static List<Draft> story(SplittableRandom random, int size, long seed) {
        Story story = new Story(random, "s" + seed, Math.max(5, size / PEOPLE_PER));
        List<Draft> drafts = new ArrayList<>();
        int unique = Math.max(1, size * PERCENT_UNIQUE / 100);
        while (drafts.size() < unique) {
            drafts.addAll(story.next());
        }
        return drafts.subList(0, unique);
    }

    /** Most come as they happened, some a little late, few very late, some again. */
    private List<Placed> arrange(SplittableRandom random, List<Draft> drafts, int size) {
        List<Placed> order = new ArrayList<>();
        List<Draft> again = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            int die = random.nextInt(100);
            double late = die < 80 ? 0 : die < 97 ? random.nextInt(1, 60) : random.nextInt(1, drafts.size() + 1);
            order.add(new Placed(i + late, draft));
            messages.add(draft.message());
            if (draft.isHl7() && random.nextInt(100) < 4) {
                Draft resent = underAnotherControlId(draft);
                again.add(resent);
                order.add(new Placed(i + late + random.nextInt(1, 100), resent));
                messages.add(resent.message());
            }
        }
        List<Placed> hl7 = order.stream().filter(one -> one.draft().isHl7()).toList();
        while (order.size() < size && !hl7.isEmpty()) {
            Placed one = hl7.get(random.nextInt(hl7.size()));
            order.add(new Placed(one.at() + random.nextInt(1, 200), one.draft()));
            repeated++;
        }
        order.sort(Comparator.comparingDouble(Placed::at));
        return order;
    }

    private static Draft underAnotherControlId(Draft draft) {
        String[] header = draft.text().split("\\|", 11);
        header[9] += "-again";
        Fed original = draft.message();
        return new Draft(
                draft.folder(),
                String.join("|", header),
                new Fed(original.what + " sent again", original.deadCode, original.says));
    }

    private void pack(SplittableRandom random, List<Placed> order) {
        Map<String, List<Draft>> open = new LinkedHashMap<>();
        for (Placed one : order) {
            List<Draft> file = open.computeIfAbsent(one.draft().folder(), key -> new ArrayList<>());
            if (!file.isEmpty() && wouldBeOne(file.get(file.size() - 1), one.draft())) {
                close(random, file);
            }
            file.add(one.draft());
            if (file.size() >= random.nextInt(1, MOST_IN_A_FILE + 1)) {
                close(random, file);
            }
        }
        open.values().forEach(file -> close(random, file));
    }

    /** Rows of one order that follow each other are one message to every reader of that feed. */
    private static boolean wouldBeOne(Draft last, Draft next) {
        return next.folder().equals(Draft.LAB_RESULTS)
                && next.text().split(",")[5].equals(last.text().split(",")[5]);
    }

    private void close(SplittableRandom random, List<Draft> file) {
        if (file.isEmpty()) {
            return;
        }
        List<Draft> drafts = List.copyOf(file);
        file.clear();
        write(drafts);
        if (!drafts.get(0).isHl7() && random.nextInt(100) < 10) {
            write(drafts);
            filesTwice++;
        }
    }

    private void write(List<Draft> drafts) {
        String folder = drafts.get(0).folder();
        boolean hl7 = drafts.get(0).isHl7();
        String name = String.format("f%06d.%s", drops.size() + 1, hl7 ? "hl7" : "csv");
        StringBuilder content = new StringBuilder(hl7 ? "" : Draft.header(folder));
        int number = 1;
        int line = 2;
        for (Draft draft : drafts) {
            content.append(draft.text());
            draft.message().places.add(name + (hl7 ? ", message " + number : ", line " + line));
            number++;
            line += (int) draft.text().chars().filter(c -> c == '\n').count();
        }
        List<Fed> inIt = drafts.stream().map(Draft::message).toList();
        drops.add(new Drop(folder, name, content.toString(), inIt));
    }

    /** All messages, each once. */
    List<Fed> messages() {
        return messages;
    }

    /** The files in the order in which they are dropped. */
    List<Drop> drops() {
        return drops;
    }

    /** For every record that must be on the platform what was said of it, oldest first; the last must stay. */
    Map<RecordKey, NavigableMap<Long, Map<String, String>>> truth() {
        return truth;
    }

    /** How many HL7 messages are dropped again byte for byte. */
    int repeated() {
        return repeated;
    }

    /** How many CSV files are dropped again byte for byte. */
    int filesTwice() {
        return filesTwice;
    }
}
