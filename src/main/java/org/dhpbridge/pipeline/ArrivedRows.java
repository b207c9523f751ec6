package org.dhpbridge.pipeline;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.table.TableRead;

/** The new rows of a table. The scheduler reads again at once when there are more. */
final class ArrivedRows extends Arrival {

    private final TableSource source;
    private final String route;
    private TableRead read;

    ArrivedRows(TableSource source, String query, Exchange exchange) {
        super(source, query, Tally.ofARepeatedRead(), exchange);
        this.source = source;
        this.route = exchange.getFromRouteId();
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
    }

    @Override
    Iterator<List<SourceItem>> open() {
        if (source.rests()) {
            return Collections.emptyIterator();
        }
        read = source.read(route);
        return new Batches(read, () -> source.require(route));
    }

    @Override
    void done(Exchange exchange) {
        if (read != null) {
            source.reached(route, read);
            exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, read.hasMore());
        }
    }

    @Override
    String failed(RuntimeException why, Exchange exchange) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        source.failed(route, why.getMessage());
        return null;
    }
}
