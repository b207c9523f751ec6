package org.dhpbridge.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.dhpbridge.console.signin.Operator;
import org.dhpbridge.console.signin.Right;

/**
 * What every page knows: its language, who looks at it, and where it stands.
 *
 * @param operator null while nobody is signed in
 * @param section which entry of the navigation is current, as {@code messages}
 * @param path of this page, for the way back after a change of language
 * @param environment which platform
 * @param now one time for all of the page
 */
public record Page(
        Texts texts,
        Operator operator,
        String section,
        String path,
        String csrfName,
        String csrfToken,
        String environment,
        ZoneId zone,
        Instant now,
        Assets assets) {

    /** See {@link Texts#t}. */
    public String t(String key, Object... values) {
        return texts.t(key, values);
    }

    /** See {@link Texts#code}. */
    public String code(String prefix, String code) {
        return texts.code(prefix, code);
    }

    /** See {@link Texts#cause}. */
    public String cause(String step, String code) {
        return texts.cause(step, code);
    }

    /** See {@link Texts#whatToDo}. */
    public String whatToDo(String step, String code) {
        return texts.whatToDo(step, code);
    }

    /** A sentence of the bridge's in the reader's language; as it is where it holds more than a place or a name. */
    public String sentence(String sentence) {
        return BridgeSentence.in(texts, sentence).orElse(sentence);
    }

    /** The language in which {@link #sentence} gives it. */
    public String langOf(String sentence) {
        return BridgeSentence.in(texts, sentence).isPresent() ? lang() : Language.EN.code();
    }

    /** See {@link Texts#number}. */
    public String number(long number) {
        return texts.number(number);
    }

    /** See {@link Texts#time}. */
    public String time(Instant instant) {
        return texts.time(instant, zone);
    }

    /** Hour and minute in the site's zone. */
    public String hour(Instant instant) {
        return texts.hour(instant, zone);
    }

    /** How long before the page was made. */
    public String ago(Instant instant) {
        return t("ago", texts.age(Duration.between(instant, now)));
    }

    /** Whether who looks at the page may do that. */
    public boolean may(Right right) {
        return operator != null && operator.may(right);
    }

    /** Address of a file of the console's. */
    public String asset(String name) {
        return assets.address(name);
    }

    /** The path, as the value of a query parameter. */
    public String back() {
        return PageLinks.encoded(path);
    }

    /** BCP 47. */
    public String lang() {
        return texts.language().code();
    }
}
