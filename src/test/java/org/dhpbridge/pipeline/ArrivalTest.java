package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives is handed on once, whatever fails on the way. */
class ArrivalTest {

    private static final int BATCHES = 5;

    private static final class OneSource extends Source {}

    private static final class Counted extends Arrival {

        private int read;

        private Counted(Exchange exchange) {
            super(new OneSource(), null, new Tally(), exchange);
        }

        @Override
        Iterator<List<SourceItem>> open() {
            return IntStream.rangeClosed(1, BATCHES)
                    .peek(number -> read = number)
                    .mapToObj(Counted::items)
                    .iterator();
        }

        private static List<SourceItem> items(int number) {
            return List.of(new RawMessage("hl7v2", new byte[0], String.valueOf(number), ""));
        }

        @Override
        String failed(RuntimeException why, Exchange exchange) {
            throw why;
        }
    }

    /** @param failing the batch that the ledger takes at the third time only; 0 for none */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, BATCHES})
    void aBatchThatFailsIsTriedAgainAndNoOtherTwice(int failing) throws Exception {
        List<String> kept = new ArrayList<>();
        List<Integer> readWhenItFailed = new ArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:take")
                            .errorHandler(
                                    defaultErrorHandler().maximumRedeliveries(5).redeliveryDelay(0))
                            .process(exchange -> exchange.getIn().setBody(new Counted(exchange)))
                            .to("direct:receive");
                    from("direct:receive")
                            .errorHandler(noErrorHandler())
                            .split(body())
                            .streaming()
                            .stopOnException()
                            .process(exchange -> keep(exchange.getIn().getBody(SourceBatch.class)));
                }

                private void keep(SourceBatch batch) {
                    String number = ((RawMessage) batch.items().get(0)).key();
                    if (number.equals(String.valueOf(failing)) && readWhenItFailed.size() < 2) {
                        readWhenItFailed.add(((Counted) batch.arrival()).read);
                        throw new IllegalStateException("away");
                    }
                    kept.add(number);
                    batch.arrival().kept();
                }
            });
            camel.start();
            camel.createProducerTemplate().sendBody("direct:take", "");
        }
        assertThat(kept).containsExactly("1", "2", "3", "4", "5");
        assertThat(readWhenItFailed).allMatch(read -> read == failing || read == failing + 1);
    }
}
