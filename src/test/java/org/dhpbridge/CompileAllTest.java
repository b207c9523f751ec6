package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.dhpbridge.start.StartRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dhp.compile-all}, which is needed before settings are read. */
class CompileAllTest {

    private static final String MARK = "dhp.launch.compiler-directives";

    @AfterEach
    void forget() {
        System.clearProperty(MARK);
    }

    @Test
    void whereItIsReadTooLateNothingIsOpenedAndThePersonIsToldWhatToSet(@TempDir Path home) {
        System.setProperty(MARK, "true");

        assertThatThrownBy(() ->
                        RunningBridge.start(home, "--dhp.compile-all=true").close())
                .isInstanceOfSatisfying(StartRefusedException.class, refusal -> assertThat(refusal.action())
                        .contains("DHP_COMPILE_ALL=true"))
                .hasMessageContaining("dhp.compile-all");
        assertThat(home.resolve("data")).doesNotExist();
    }
}
