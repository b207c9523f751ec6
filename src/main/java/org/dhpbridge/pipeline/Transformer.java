package org.dhpbridge.pipeline;

import org.apache.camel.Body;
import org.dhpbridge.transform.Transform;
import org.springframework.stereotype.Component;

/** The steps of {@link Transform} for messages in work. */
@Component("transformer")
public class Transformer {

    private final Transform transform;

    Transformer(Transform transform) {
        this.transform = transform;
    }

    /** @throws org.dhpbridge.source.UnreadableMessageException when it cannot be read */
    public Work read(@Body Work work) {
        return work.with(transform.read(work.raw()));
    }

    /** @throws org.dhpbridge.transform.RejectedException when it cannot be mapped */
    public Work map(@Body Work work) {
        return work.with(transform.map(work.draft(), work.message().source()));
    }

    /** @throws org.dhpbridge.transform.RejectedException when something of it would be lost or doubled */
    public Work account(@Body Work work) {
        return work.with(transform.account(work.draft()));
    }

    public Work fillAbsent(@Body Work work) {
        return work.with(transform.fillAbsent(work.draft()));
    }

    /** @throws org.dhpbridge.transform.RejectedException when the platform would refuse it */
    public Work check(@Body Work work) {
        return work.sendable(transform.check(work.draft()));
    }
}
