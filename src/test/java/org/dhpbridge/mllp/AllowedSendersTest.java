package org.dhpbridge.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.dhpbridge.kernel.OnceAMinute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSendersTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.77,     true",
        "10.1.3.77,     false",
        "192.0.2.7,     true",
        "192.0.2.8,     false",
        "2001:db8::5,   true",
        "2001:db9::5,   false",
        "::ffff:10.1.2.3, true"
    })
    void addressesAndNetworksOfBothKinds(String address, boolean allowed) throws Exception {
        AllowedSenders senders = AllowedSenders.of("10.1.2.0/24, 192.0.2.7,2001:db8::/32");

        assertThat(senders.contains(InetAddress.getByName(address))).isEqualTo(allowed);
    }

    @Test
    void withoutAListEverybodyMaySend() throws Exception {
        assertThat(AllowedSenders.of(" ").contains(InetAddress.getByName("192.0.2.7")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2",
                "10.1.2.0/33",
                "10.1.2.256",
                "analyser.lan",
                "10.1.2.0/24;192.0.2.7",
                "10.1.2.3,,10.1.2.4",
                "*"
            })
    void whatIsNoAddressKeepsTheRouteFromStartingAndSaysWhatIs(String allow) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("mllp-server", new MllpServerComponent(event -> {}));

            assertThatThrownBy(() -> camel.getEndpoint("mllp-server:127.0.0.1:2575?allow=RAW(" + allow + ")"))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .rootCause()
                    .hasMessageContaining("which is no address or network. Write addresses and networks, no names");
        }
    }

    @Test
    void theLogTellsOfAnAddressOnceAMinute() throws Exception {
        AtomicLong seconds = new AtomicLong();
        OnceAMinute told =
                new OnceAMinute(() -> Duration.ofSeconds(seconds.get()).toNanos());
        InetAddress one = InetAddress.getByName("192.0.2.1");

        assertThat(told.isDue(one)).isTrue();
        seconds.set(59);
        assertThat(told.isDue(one)).isFalse();
        assertThat(told.isDue(InetAddress.getByName("192.0.2.2"))).isTrue();
        seconds.set(60);
        assertThat(told.isDue(one)).isTrue();
    }
}
