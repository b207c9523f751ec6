package org.dhpbridge.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.ledger.CodeEdits;
import org.dhpbridge.ledger.CodeRow;
import org.dhpbridge.mapping.CodeOverlay;
import org.dhpbridge.mapping.Mappings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the mappings of this bridge go by the rows that were published at any bridge on the ledger. */
@Component
public class PublishedCodes {

    /** After so long every bridge that can reach the ledger goes by what was published. */
    public static final Duration FOLLOWED_AFTER = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(PublishedCodes.class);
    private static final int LOOK_MILLIS = 1000;

    private final CodeEdits edits;
    private final Mappings mappings;

    PublishedCodes(CodeEdits edits, Mappings mappings) {
        this.edits = edits;
        this.mappings = mappings;
        follow();
    }

    @Scheduled(initialDelay = LOOK_MILLIS, fixedDelay = LOOK_MILLIS)
    void look() {
        try {
            follow();
        } catch (DataAccessException e) {
            LOG.debug("What is published is looked at again when the ledger answers", e); // the ledger's watch tells
        }
    }

    /** Goes by what is published now, if it is not gone by already. */
    public synchronized void follow() {
        long version = edits.version();
        if (version != mappings.overlay().version()) {
            mappings.follow(overlay(version, edits.published()));
            LOG.info("codes      version {} of the rows over the code tables counts now", version);
        }
    }

    /** What would count if these rows were published too. */
    public CodeOverlay with(List<CodeRow> drafts) {
        List<CodeRow> rows = new ArrayList<>(edits.published());
        rows.addAll(drafts);
        return overlay(edits.version() + 1, rows);
    }

    private static CodeOverlay overlay(long version, List<CodeRow> rows) {
        return new CodeOverlay(
                version,
                rows.stream()
                        .map(row -> new CodeOverlay.Row(row.table(), row.source(), row.from(), row.columns()))
                        .toList());
    }
}
