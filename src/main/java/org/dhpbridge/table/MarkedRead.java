package org.dhpbridge.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.rows.RowMessages;

/**
 * Rows that are not marked yet, and their marks. They are read into memory, a few thousand at most and never a part of a group,
 * and the query is closed before anything is marked: a database that locks what it reads would wait for itself.
 *
 * <p>The messages' keys carry the number of the read. It rises when the marks are set: a row that is taken again because the
 * bridge died before it could mark it is known, and a row that somebody unmarks is news, even with the same values. A message
 * of which a row was not changed by its mark is remembered, and passed over for as long as every read brings it again.
 */
final class MarkedRead extends TableRead {

    private static final int MOST_ROWS = 5000;
    private static final int MOST_BYTES = 32 << 20;
    private static final int MARKED_AT_ONCE = 500;
    private static final int DIGEST = 16;
    private static final int MOST_TOLD = 5;

    /** A message and the rows that it is made of, from 1. */
    private record Taken(SourceItem item, long first, long last) {

        /** The same for the same rows, whatever the number of the read. */
        String digest() {
            return Digests.sha256Hex(raw(item).payload()).substring(0, DIGEST);
        }
    }

    private final DataSource database;
    private final NamedSql done;
    private final Marks before;
    private final Consumer<Marks> memory;
    private final List<Object[]> marks = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private final Iterator<Taken> news;
    private boolean more;
    private Marks after;
    private String remark;

    /** @param memory takes what is known when this is committed */
    MarkedRead(
            DataSource database,
            TableSettings settings,
            NamedSql query,
            NamedSql done,
            Marks before,
            Consumer<Marks> memory) {
        this.database = database;
        this.done = done;
        this.before = before;
        this.memory = memory;
        String occasion = String.valueOf(before.number());
        RowMessages messages = new RowMessages(settings.feed());
        try (RowCursor cursor = new RowCursor(database, settings, query, null, messages, occasion)) {
            int[] columns = done.parameters().stream()
                    .mapToInt(parameter -> cursor.column(parameter, "done"))
                    .toArray();
            cursor.observe(row -> marks.add(values(row, columns)));
            read(
                    messages.messages(
                            cursor, occasion, "", (item, first, last) -> taken.add(new Taken(item, first, last))),
                    cursor);
        }
        news = taken.stream()
                .filter(message -> !before.unreached().contains(message.digest()))
                .toList()
                .iterator();
    }

    private static Object[] values(ResultSet row, int[] columns) throws SQLException {
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = row.getObject(columns[i]);
        }
        return values;
    }

    private static RawMessage raw(SourceItem item) {
        return item instanceof SourceProblem problem ? problem.raw() : (RawMessage) item;
    }

    private void read(RowMessages.Rows rows, RowCursor cursor) {
        long bytes = 0;
        long through = 0;
        while (!more && rows.hasNext()) {
            bytes += raw(rows.next()).payload().length;
            through = rows.settled();
            more = through >= MOST_ROWS || through > 0 && bytes > MOST_BYTES;
        }
        long last = more ? through : marks.size();
        cursor.takeProblems(last).forEach((row, problem) -> taken.add(new Taken(problem, row, row)));
        marks.subList((int) last, marks.size()).clear();
    }

    @Override
    protected void advance() {
        if (news.hasNext()) {
            handOut(news.next().item());
        } else {
            end();
        }
    }

    @Override
    public Optional<String> commit() {
        if (after == null) {
            after = remembered(mark());
            memory.accept(after);
        }
        return after.toString().equals(before.toString()) ? Optional.empty() : Optional.of(after.toString());
    }

    /** @return what was marked and changed */
    private Set<String> mark() {
        Set<String> reached = new HashSet<>();
        if (marks.isEmpty()) {
            return reached;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(done.text())) {
            for (int from = 0; from < marks.size(); from += MARKED_AT_ONCE) {
                List<Object[]> some = marks.subList(from, Math.min(marks.size(), from + MARKED_AT_ONCE));
                for (Object[] mark : some) {
                    for (int parameter = 0; parameter < mark.length; parameter++) {
                        statement.setObject(parameter + 1, mark[parameter]);
                    }
                    statement.addBatch();
                }
                int[] changed = statement.executeBatch();
                for (int i = 0; i < changed.length; i++) {
                    if (changed[i] != 0) {
                        reached.add(Arrays.deepToString(some.get(i)));
                    }
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw SqlSentences.failureWithValues("The statement done (the rows are in the ledger)", e);
        }
        if (more && reached.isEmpty()) {
            throw new SourceDatabaseException(
                    "The rows are in the ledger, but the statement done changed none of them, so that they come again."
                            + " Look at its WHERE.",
                    null);
        }
        return reached;
    }

    /** What did not change may have been marked before, in a query that asks for whole groups: only what comes again is told. */
    private Marks remembered(Set<String> reached) {
        Set<String> seen = new HashSet<>();
        Set<String> unreached = new LinkedHashSet<>();
        Set<String> remarks = new HashSet<>(before.remarks());
        List<String> places = new ArrayList<>();
        for (Taken message : taken) {
            String digest = message.digest();
            seen.add(digest);
            List<Object[]> unchanged = marks.subList((int) message.first() - 1, (int) message.last()).stream()
                    .filter(mark -> !reached.contains(Arrays.deepToString(mark)))
                    .toList();
            if (!unchanged.isEmpty()) {
                unreached.add(digest);
                if (before.unreached().contains(digest) && remarks.add(digest)) {
                    places.add(raw(message.item()).location() + nulls(unchanged));
                }
            }
        }
        Set<String> known = new LinkedHashSet<>(before.unreached());
        known.removeIf(
                digest -> more ? seen.contains(digest) && !unreached.contains(digest) : !unreached.contains(digest));
        known.addAll(unreached);
        remarks.retainAll(known);
        remark = places.isEmpty() ? null : remark(places);
        return new Marks(reached.isEmpty() ? before.number() : before.number() + 1, known, remarks);
    }

    /** A value that is not there is no value of a row. */
    private String nulls(List<Object[]> unchanged) {
        Set<String> names = new LinkedHashSet<>();
        for (Object[] mark : unchanged) {
            for (int i = 0; i < mark.length; i++) {
                if (mark[i] == null) {
                    names.add(done.parameters().get(i));
                }
            }
        }
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + " is NULL)";
    }

    private static String remark(List<String> places) {
        return "The statement done changes nothing for "
                + places.stream().limit(MOST_TOLD).collect(Collectors.joining(", "))
                + (places.size() > MOST_TOLD ? " and " + (places.size() - MOST_TOLD) + " more" : "")
                + " of what the query brings now: that is in the ledger, comes again with each read, and is passed over."
                + " Look at the WHERE of done, and at these rows.";
    }

    @Override
    public Optional<String> remark() {
        return Optional.ofNullable(remark);
    }

    @Override
    public boolean hasMore() {
        return more;
    }

    @Override
    protected void release() {
        // the query is closed already
    }
}
