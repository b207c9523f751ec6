package org.dhpbridge.alert;

/** A way of alerting. */
interface Channel {

    /** As the ledger and the metric have it: {@code webhook}. */
    String name();

    /** @throws NotToldException when nobody was told; it is tried again */
    void tell(Digest digest) throws NotToldException;
}
