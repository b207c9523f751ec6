package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a message happened, told at noon of 10 March 2026 in Tashkent. */
class EventTimesTest {

    private static final Instant NOW =
            OffsetDateTime.parse("2026-03-10T12:00:00+05:00").toInstant();
    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));
    private static final ProfilePack PACK = Packs.usual();
    private static final Map<Duration, Mappings> BY_TOLERANCE = new ConcurrentHashMap<>();

    private static MessageIdentity at(Duration tolerance, String msh7, String evn2) {
        ObjectNode message = MappingFixture.hl7(
                "MSH|^~\\&|MIS|HOSP|||" + msh7 + "||ADT^A31|1|P|2.5.1", "EVN|A31|" + evn2, "PID|1||7^^^HOSP^MR");
        return BY_TOLERANCE.computeIfAbsent(tolerance, EventTimesTest::mappings).identify(message);
    }

    private static Mappings mappings(Duration tolerance) {
        SiteSettings site = Sites.of(MappingFixture.NAMESPACE, "future-tolerance=" + tolerance);
        return new Mappings(FILES, PACK, site, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({
        "20260310101500, 20260310101000, 2026-03-10T10:10:00+05:00",
        "20260310101500, '', 2026-03-10T10:15:00+05:00",
        "20260310101500+0300, 20260310101000, 2026-03-10T10:10:00+03:00",
        "20260310101500+0300, 20260310101000+0500, 2026-03-10T10:10:00+05:00",
        "20260310101500, 20260309, 2026-03-09T23:59:59.999+05:00",
        "20260310101500, 20260310, 2026-03-10T12:00:00+05:00",
        "20260310101500, 20260311, 2026-03-10T12:00:00+05:00",
        "20260311115900, '', 2026-03-11T11:59:00+05:00"
    })
    void isTheSourcesOwnAndOfADayItsLastMoment(String msh7, String evn2, OffsetDateTime time) {
        MessageIdentity identity = at(Duration.ofDays(1), msh7, evn2);
        assertThat(identity.eventTime()).isEqualTo(time);
        assertThat(identity.isOfFuture()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"20620310101500, '', P1D", "20260310101500, 20260312, P1D", "20260310120101, '', PT1M"})
    void isNotBelievedWhenItLiesInTheFuture(String msh7, String evn2, Duration tolerance) {
        MessageIdentity identity = at(tolerance, msh7, evn2);
        assertThat(identity.eventTime()).isNull();
        assertThat(identity.isOfFuture()).isTrue();
    }
}
