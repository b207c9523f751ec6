package org.dhpbridge.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.home.BridgeSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompilerCheckTest {

    private static final String MARK = "dhp.launch.compiler-directives";

    @AfterEach
    void forget() {
        System.clearProperty(MARK);
    }

    @Test
    void whatIsReadTooLateIsRefusedWithWhatToSet() {
        System.setProperty(MARK, "true");

        assertThatThrownBy(() -> new CompilerCheck(settings(true)))
                .isInstanceOfSatisfying(StartRefusedException.class, refusal -> assertThat(refusal.action())
                        .contains("DHP_COMPILE_ALL=true"))
                .hasMessageContaining("dhp.compile-all");
    }

    @Test
    void whatCameInTimeOrIsNotWantedIsTaken() {
        assertThatCode(() -> new CompilerCheck(settings(true))).doesNotThrowAnyException();
        System.setProperty(MARK, "true");
        assertThatCode(() -> new CompilerCheck(settings(false))).doesNotThrowAnyException();
    }

    private static BridgeSettings settings(boolean compileAll) {
        return new BridgeSettings(Path.of("."), "sandbox", "pack", 8, compileAll, List.of("*"), null, null, null);
    }
}
