package org.dhpbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What starts a bridge, what is a command, and whether its output arrived. */
class CommandLineToolTest {

    /** A disk without room, or a pipe that nobody reads. */
    private static final class Full extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Optional<Integer> run(String line) {
        return CommandLineTool.run(out, err, line.isEmpty() ? new String[0] : line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--dhp.home=x", "--dhp.home=x --debug --server.port=1"})
    void settingsAloneStartABridge(String line) {
        assertThat(run(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"console-audit --help", "--dhp.home=x console-audit --help", "--dhp.home=x --help"})
    void aCommandIsFoundBehindSettings(String line) {
        assertThat(run(line)).contains(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("console-audit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay --server.port=1", "--server.port=1 replay"})
    void aCommandTakesTheSettingsBeforeIt(String line) {
        assertThat(run(line)).contains(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--all").doesNotContain("Unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s --server.port=1", "--server.port=1 %s", "--dhp.oauth.client-secret=s3cret %s --all"})
    void aWordThatIsNoCommandIsRefusedWithThoseThatThereAre(String line) {
        assertThat(run(line.formatted("repaly"))).contains(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("repaly", "replay", "--dhp.home=")
                .doesNotContain("s3cret");
    }

    @Test
    void aCommandWhoseOutputDoesNotArriveFailsAndSaysSo() {
        for (String line : List.of("--version", "explain --help")) {
            err.reset();
            assertThat(CommandLineTool.run(new Full(), err, line.split(" "))).contains(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("could be written");
        }
    }
}
