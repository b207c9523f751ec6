package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;
import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.kernel.StableId;

/**
 * Functions on identity, places and settings: who a record is, where it stands in the input, what the site says. Documented
 * for writers of mappings in docs/mapping.md.
 */
final class IdentityFunctions {

    static final String NATIONAL_ID = "nationalId";

    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*))+");
    private static final Pattern UUID_FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern URI_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final String RECKONED =
            "this is written as an amount (as 7.0 or 1,234,567), as a spreadsheet does, and the"
                    + " same number stands elsewhere as 7 or 0007";

    /** Who numbers things of a kind, as the visits of one clinic; without a name it is the site. */
    private record Registrar(String kind, String name) {}

    private final Memo<Registrar, String> systems = new Memo<>(this::system);
    private final SiteSettings site;
    private final Clock clock;

    IdentityFunctions(SiteSettings site, Clock clock) {
        this.site = site;
        this.clock = clock;
    }

    List<MappingFunction> all() {
        return List.of(
                onValue("stable-id", 2, 3, 1, (value, all) -> text(stableId(all))),
                onValue("site-system", 1, 2, 0, (value, all) -> text(siteSystem(all.text(0), all.text(1)))),
                always("authority-system", 4, 4, (value, all) -> text(authoritySystem(all))),
                onValue("pinfl", 1, 2, 0, (value, all) -> text(pinfl(all))),
                onValue("is-pinfl", 1, 1, 0, (value, all) -> text(likelyPinfl(all.text(0)))),
                onValue(
                        "passport",
                        1,
                        1,
                        0,
                        (value, all) -> text(NationalIds.passport(all.text(0)).orElse(null))),
                onValue("identity", 1, 2, 0, (value, all) -> identity(all.text(0), all.text(1))),
                onValue("person-number", 2, 3, 0, (value, all) -> personNumber(all)),
                always("compare-pinfl", 6, 6, (value, all) -> PinflCheck.compare(all)),
                onValue("site", 1, 1, 0, (value, all) -> text(setting(all.text(0)))),
                always("place", 2, 2, (value, all) -> new POJONode(new InputPlace(value, all.text(1)))),
                always("problem", 4, 5, (value, all) -> problem(all)));
    }

    private static String stableId(MappingFunction.Arguments all) {
        StableId id = StableId.of(all.text(0), all.text(2), all.text(1));
        MappingRun.current().add(id);
        return id.value();
    }

    /** The text itself; nothing, and told when the place is known, when it identifies nobody. */
    private static JsonNode identity(String text, String where) {
        if (!NoIdentity.is(text)) {
            if (NoIdentity.isReckoned(text)) {
                tell(where, RECKONED + "; it was sent as it stands. Send the number as text.");
            }
            return text(text);
        }
        return none(
                where,
                NoIdentity.isShortened(text)
                        ? "a spreadsheet has shortened this number (as 1.23E+13), and others may look the same"
                        : NoIdentity.isOfASpreadsheet(text)
                                ? "this is how a spreadsheet keeps digits (=\"00123\", '00123), and not the number itself"
                                : "this stands for nothing (as NULL, N/A, 0 or -)");
    }

    /** As {@link #identity}, for the number of a person: value, slice of the national identifier that it should be, place. */
    private JsonNode personNumber(MappingFunction.Arguments all) {
        String text = all.text(0);
        if (!NoIdentity.is(text) && isNobodys(text, all.text(1))) {
            return none(
                    all.text(2),
                    NoIdentity.isReckoned(text)
                            ? RECKONED
                            : "nobody has this number (as anonymous or 9999999, a PINFL of one repeated digit or with a birth date inside that"
                                    + " cannot be, a passport of zeros), and others may be given it too");
        }
        return identity(text, all.text(2));
    }

    /** Whether a text is in the place of a person's number and can be nobody's; {@code slice} as the pack names it, or empty. */
    boolean isNobodys(String text, String slice) {
        return NoIdentity.isNobody(text)
                || NoIdentity.isReckoned(text)
                || NationalIds.isFiller(text)
                || slice.equals(NATIONAL_ID)
                        && NationalIds.isNobodysPinfl(text, LocalDate.ofInstant(clock.instant(), site.zone()));
    }

    private static JsonNode none(String where, String what) {
        tell(
                where,
                what + "; it is no identity, and was not sent as one. Correct it in the source, or leave it empty.");
        return null;
    }

    private static void tell(String where, String what) {
        if (!where.isEmpty()) {
            MappingRun.current()
                    .add(Issue.warning("value", null, where + ": " + what).at(where));
        }
    }

    private static String likelyPinfl(String text) {
        return NationalIds.pinfl(text).filter(NationalIds::wellFormed).orElse(null);
    }

    String siteSystem(String kind, String authority) {
        return systems.of(new Registrar(kind, authority));
    }

    private String system(Registrar of) {
        String separator = site.namespace().startsWith("http") ? "/" : ":";
        String system = site.namespace() + separator + of.kind();
        return of.name().isEmpty() ? system : system + separator + encode(of.name());
    }

    /** Percent-encodes as RFC 3986 does for a path segment, so that any authority's name makes a valid URI. */
    static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }

    /** HL7's HD: kind, namespace id, universal id, universal id type (HL7 v2.8, 2A.3.36). */
    private String authoritySystem(MappingFunction.Arguments all) {
        String universal = all.text(2);
        return switch (all.text(3)) {
            case "ISO" -> OID.matcher(universal).matches() ? "urn:oid:" + universal : named(all);
            case "UUID", "GUID" ->
                UUID_FORM.matcher(universal).matches()
                        ? "urn:uuid:" + universal.toLowerCase(java.util.Locale.ROOT)
                        : named(all);
            case "URI" -> URI_FORM.matcher(universal).matches() ? universal : named(all);
            default -> named(all);
        };
    }

    private String named(MappingFunction.Arguments all) {
        return siteSystem(all.text(0), all.text(1).isEmpty() ? all.text(2) : all.text(1));
    }

    private static String pinfl(MappingFunction.Arguments all) {
        String where = all.text(1).isEmpty() ? "" : all.text(1) + ": ";
        String pinfl = NationalIds.pinfl(all.text(0)).orElse(null);
        if (pinfl == null) {
            MappingRun.current()
                    .add(Issue.warning(
                                    "value",
                                    "Patient.identifier",
                                    where
                                            + "a PINFL has 14 digits, this has not; it was not sent as one. Correct it"
                                            + " in the source.")
                            .at(all.text(1)));
        } else if (!NationalIds.wellFormed(pinfl)) {
            MappingRun.current()
                    .add(Issue.warning(
                                    "value",
                                    "Patient.identifier",
                                    where
                                            + "the check digit or the birth date inside this PINFL is wrong; it was sent as it"
                                            + " is. Compare it with the patient's document.")
                            .at(all.text(1)));
        }
        return pinfl;
    }

    private String setting(String name) {
        return switch (name) {
            case "namespace" -> site.namespace();
            case "zone" -> site.zone().getId();
            case "patronymic" -> site.patronymic();
            case "language" -> site.language();
            case "unidentified" -> site.unidentified();
            default ->
                throw new MappingException("A mapping asks for the site setting '" + name
                        + "'; there are namespace, zone, patronymic, language and unidentified.");
        };
    }

    private static JsonNode problem(MappingFunction.Arguments all) {
        String where = all.text(2).isEmpty() ? "" : all.text(2) + ": ";
        String target = all.text(4).isEmpty() ? null : all.text(4);
        MappingRun.current().add(new Issue(all.text(0), all.text(1), target, where + all.text(3)).at(all.text(2)));
        return null;
    }
}
