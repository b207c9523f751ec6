package org.dhpbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AuthorityTest {

    private final HostNames loopback = new HostNames(List.of());

    @Property
    void whateverStandsInAHeaderIsReadWithoutAFailure(@ForAll String text) {
        assertThat(Authority.parse(text))
                .satisfiesAnyOf(
                        found -> assertThat(found).isEmpty(),
                        found -> assertThat(found.get().port()).isBetween(-1, 65_535));
    }

    @Property
    void noNameWithADotInItIsALoopbackNameButFourNumbers(@ForAll("names") String name) {
        assertThat(loopback.own(name).isPresent()).isEqualTo(name.matches("127(\\.\\d+){3}(:\\d+)?"));
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> label = Arbitraries.of("localhost", "127", "0", "1", "evil", "example", "255", "a-b");
        return Combinators.combine(label.list().ofMinSize(2).ofMaxSize(6), Arbitraries.of("", ":80", ":8080"))
                .as((labels, port) -> String.join(".", labels) + port);
    }

    @Property
    void everyLoopbackAddressIsOwn(
            @ForAll("octets") int second, @ForAll("octets") int third, @ForAll("octets") int fourth) {
        assertThat(loopback.own("127." + second + "." + third + "." + fourth)).isPresent();
        assertThat(loopback.own("127." + second + "." + third + "." + (fourth + 256)))
                .isEmpty();
    }

    @Provide
    Arbitrary<Integer> octets() {
        return Arbitraries.integers().between(0, 255);
    }
}
