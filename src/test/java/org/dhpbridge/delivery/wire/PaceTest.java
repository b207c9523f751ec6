package org.dhpbridge.delivery.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5 * SECOND);

    /** Sends one request after the other, each as soon as it may go; gives how many go out in that many seconds. */
    private int sentIn(Pace pace, int seconds) {
        long end = now.get() + seconds * SECOND;
        int sent = 0;
        while (true) {
            long wait = pace.reserve();
            if (now.get() + wait >= end) {
                now.set(end);
                return sent;
            }
            now.addAndGet(wait + SECOND / 1000);
            sent++;
        }
    }

    @Test
    void no_more_requests_go_out_than_the_site_allows() {
        assertThat(sentIn(new Pace(20, now::get), 10)).isCloseTo(200, within(2));
        assertThat(sentIn(new Pace(0.5, now::get), 10)).isCloseTo(5, within(1));
    }

    @Test
    void time_that_nobody_used_is_not_made_up_for_by_a_burst() {
        Pace pace = new Pace(10, now::get);
        pace.reserve();
        now.addAndGet(60 * SECOND);
        assertThat(pace.reserve()).isZero();
        assertThat(pace.reserve()).isEqualTo(SECOND / 10);
        assertThat(pace.reserve()).isEqualTo(2 * SECOND / 10);
    }

    @Test
    void without_a_limit_nobody_waits() {
        assertThat(sentIn(new Pace(0, now::get), 1)).isEqualTo(1000);
    }

    @Test
    void too_many_requests_halve_the_pace_and_it_comes_back_slowly() {
        Pace pace = new Pace(100, now::get);
        sentIn(pace, 10);
        pace.tooFast();
        pace.tooFast();
        int first = sentIn(pace, 1);
        int later = sentIn(pace, 3);
        assertThat(first).isBetween(40, 52);
        assertThat(later).isBetween(3 * 48, 3 * 75);
        sentIn(pace, 10);
        assertThat(sentIn(pace, 10)).isBetween(980, 1001);
    }

    @Test
    void without_a_limit_the_pace_is_halved_from_what_it_was() {
        Pace pace = new Pace(0, now::get);
        sentIn(pace, 2);
        pace.tooFast();
        assertThat(sentIn(pace, 1)).isBetween(400, 600);
        sentIn(pace, 30);
        assertThat(sentIn(pace, 1)).isEqualTo(1000);
    }

    @Test
    void a_platform_that_is_never_content_is_still_asked_now_and_then() {
        Pace pace = new Pace(50, now::get);
        for (int i = 0; i < 100; i++) {
            pace.tooFast();
            now.addAndGet(SECOND);
        }
        assertThat(sentIn(pace, 20)).isPositive();
    }

    @Test
    void too_many_requests_do_not_make_a_slow_site_faster() {
        Pace pace = new Pace(0.02, now::get);
        for (int i = 0; i < 10; i++) {
            pace.tooFast();
            now.addAndGet(SECOND);
        }
        assertThat(sentIn(pace, 500)).isCloseTo(10, within(1));
    }
}
