package org.dhpbridge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The reference material that stands beside the project; tests that need it are skipped where it is not. */
public final class Shared {

    private Shared() {}

    public static Path folder() {
        return Stream.of("../shared", "../../shared")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseGet(() -> {
                    Assumptions.abort(
                            "skipped: the folder shared/ with the reference material is not beside the project");
                    return null;
                });
    }
}
