package org.dhpbridge.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The proof in its small form; the large one is {@code mvn -Psoak verify}. */
class SoakTest {

    @TempDir
    Path folder;

    @Test
    void a_short_soak_loses_doubles_and_overwrites_nothing() {
        StringWriter printed = new StringWriter();

        int exitCode = new CommandLine(new Soak())
                .setOut(new PrintWriter(printed, true))
                .execute("--messages", "300", "--seed", "7", "--kills", "2", "--folder", folder.toString());

        assertThat(exitCode).as(printed.toString()).isZero();
        assertThat(printed.toString()).contains("PROVEN").doesNotContain("NOT PROVEN");
    }
}
