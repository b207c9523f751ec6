package org.dhpbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestGuardTest {

    @ParameterizedTest
    @CsvSource({
        "https://bridge.example.uz, true, true",
        "http://bridge.example.uz:443, true, false",
        "http://bridge.example.uz, false, true",
        "https://bridge.example.uz, false, true",
        "https://evil.example, true, false",
        "null, true, false",
    })
    void aPageThatCameWithoutTlsDoesNotDriveAServerThatHasIt(String origin, boolean secure, boolean own) {
        RequestGuard guard = new RequestGuard(new HostNames(List.of("bridge.example.uz")), "dhp.api.hosts");

        assertThat(guard.origin(
                                "bridge.example.uz",
                                secure,
                                name -> name.equals("Origin") ? List.of(origin) : List.of())
                        .isEmpty())
                .isEqualTo(own);
    }
}
