package org.dhpbridge.delivery;

/**
 * A delivery that did not come to its end. Each kind asks for something else: see the subclasses. The message is a
 * sentence for the person who must act; it holds no personal data. Whatever the kind, delivering the same request again
 * is safe.
 */
public abstract sealed class DeliveryFailure extends RuntimeException
        permits MessageFailure, PlaceFailure, AccessFailure, UnclearFailure {

    DeliveryFailure(String sentence) {
        super(sentence);
    }
}
