package org.dhpbridge.source.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.Feeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowMessagesTest {

    private static final CsvFeed LAB = Feeds.parse(
            "lab", "columns: {order_id: {required: true}, value: {}}\ngroupBy: [order_id]\nsubject: [order_id]");
    private final RowMessages messages = new RowMessages(LAB);

    @Test
    void aBodyOfOneRowIsOneMessage() {
        SourceItem item = json("{\"ORDER_ID\": 17, \"Value\": 5.30, \"ok\": true, \"none\": null, \"blank\": \" \"}")
                .get(0);
        assertThat(read(item).toString())
                .isEqualTo(
                        "{\"format\":\"rows\",\"feed\":\"lab\",\"rows\":["
                                + "{\"_row\":1,\"ORDER_ID\":\"17\",\"Value\":\"5.30\",\"ok\":\"true\"}],\"unknownColumns\":[\"ok\"]}");
        assertThat(((RawMessage) item).location()).isEqualTo("queue results, row 1");
        assertThat(((RawMessage) item).contentType()).isEqualTo("application/json");
    }

    @Test
    void anArrayIsGroupedAsTheFeedSays() {
        List<SourceItem> items = json("[{\"order-id\":1,\"value\":1},{\"order-id\":1,\"value\":2},{},{\"order-id\":2},"
                + "{\"value\":9},{\"value\":8}]");
        assertThat(items)
                .extracting(item -> ((RawMessage) item).location())
                .containsExactly(
                        "queue results, rows 1-2",
                        "queue results, row 4",
                        "queue results, row 5",
                        "queue results, row 6");
        assertThat(read(items.get(0)).at("/rows/1/_row").asInt()).isEqualTo(2);
    }

    @Test
    void equalRowsHaveEqualKeysUnlessTheOccasionDiffers() {
        String body = "{\"order_id\": 1, \"value\": 5.30}";
        String key = ((RawMessage) json(body).get(0)).key();
        assertThat(key).matches("rows:lab:[0-9a-f]{64}");
        assertThat(((RawMessage) json("[ {\"order_id\":\"1\" ,\"value\":\"5.30\"} ]")
                                .get(0))
                        .key())
                .isEqualTo(key);
        assertThat(((RawMessage) json("{\"order_id\": 1, \"value\": 5.3}").get(0)).key())
                .isNotEqualTo(key);
        MessageSplitter other = messages.json(body.getBytes(StandardCharsets.UTF_8), "ID:7", "");
        assertThat(((RawMessage) other.next()).key()).isEqualTo(key + ":ID:7");
    }

    @Test
    void columnsThatTheFeedDoesNotKnowAreNamedAndChangeNoKey() {
        RawMessage body = (RawMessage)
                json("[{\"order_id\":1,\"fam_tel\":\"7\"},{\"order_id\":1,\"fam_tel\":\"8\",\"998901112233\":1}]")
                        .get(0);
        assertThat(read(body).path("unknownColumns").toString())
                .isEqualTo("[\"(a name that looks like none)\",\"fam_tel\"]");

        List<ObjectNode> rows = List.of(
                JsonNodeFactory.instance.objectNode().put("order_id", "1").put("changed_at", "7"));
        MessageSplitter table = messages.messages(rows.iterator(), "", "");
        RawMessage ofTable = (RawMessage) table.next();
        assertThat(read(ofTable).has("unknownColumns")).isFalse();
        assertThat(((RawMessage) json("{\"order_id\":1,\"changed_at\":7}").get(0)).key())
                .isEqualTo(ofTable.key());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'' ! The body is empty",
                "[] ! holds no value",
                "[{}] ! holds no value",
                "{\"a\" ! not well-formed",
                "{\"a\":1,\"a\":2} ! names a column twice",
                "{\"a\":1} x ! not well-formed",
                "7 ! no JSON object",
                "[{\"a\":1},[]] ! row 2: This is no JSON object",
                "[{\"a\":{\"b\":\"secret\"}}] ! row 1, column a: This value is an object or an array"
            })
    void aBodyThatIsNoRowsIsOneProblemThatKeepsIt(String body, String sentence) {
        SourceProblem problem = (SourceProblem) json(body).get(0);
        assertThat(problem.sentence())
                .contains(sentence)
                .doesNotContain("secret")
                .endsWith(".");
        assertThat(new String(problem.raw().payload(), StandardCharsets.UTF_8))
                .contains("\"text\":\"" + body.replace("\"", "\\\"") + "\"");
        assertThatThrownBy(() -> read(problem.raw())).isInstanceOf(UnreadableMessageException.class);
    }

    @Test
    void moreRowsThanAMessageMayHoldAreProblemsThatHoldThemAll() {
        String rows = "{\"order_id\":1},".repeat(10_000);
        assertThat(json("[" + rows + "{\"order_id\":2}]")).hasSize(2).allMatch(RawMessage.class::isInstance);

        List<SourceItem> tooMany = json("[" + rows + rows + "{\"order_id\":1,\"value\":\"last\"},{\"order_id\":2}]");

        assertThat(tooMany).hasSize(4);
        assertThat(tooMany.subList(0, 3)).allSatisfy(item -> assertThat(item)
                .isInstanceOfSatisfying(SourceProblem.class, problem -> assertThat(problem.code())
                        .isEqualTo("group-too-long")));
        assertThat(tooMany.subList(0, 3))
                .extracting(item -> ((SourceProblem) item).raw().location())
                .containsExactly(
                        "queue results, rows 1-10000", "queue results, rows 10001-20000", "queue results, row 20001");
        assertThat(new String(((SourceProblem) tooMany.get(2)).raw().payload(), StandardCharsets.UTF_8))
                .contains("\"value\":\"last\"");
        assertThat(tooMany.get(3)).isInstanceOf(RawMessage.class);
    }

    @Property(tries = 500)
    void anyBytesGiveMessagesOrAProblem(@ForAll byte[] bytes) {
        RowMessages any = new RowMessages(LAB);
        try (MessageSplitter items = any.json(bytes, "", "")) {
            assertThat(items.hasNext()).isTrue();
            items.forEachRemaining(item -> {
                if (item instanceof RawMessage message) {
                    assertThat(read(message).path("rows")).isNotEmpty();
                }
            });
        }
    }

    private List<SourceItem> json(String body) {
        List<SourceItem> items = new ArrayList<>();
        messages.json(body.getBytes(StandardCharsets.UTF_8), "", "queue results")
                .forEachRemaining(items::add);
        return items;
    }

    private static ObjectNode read(SourceItem item) {
        RawMessage message = (RawMessage) item;
        return new MessageReader().read(message.contentType(), message.payload());
    }
}
