package org.dhpbridge.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.Conversion;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;

/** The pipeline's own steps up to the check, with the real mappings and those that a test writes. */
final class AccountFixture {

    private static final ProfilePack PACK = Packs.usual();

    private static final AccountFixture BUNDLED = new AccountFixture(Path.of("target/no-home"));

    private final Transform transform;

    private AccountFixture(Path home) {
        transform = Conversion.of(new HomeFiles(home), PACK, Sites.of("urn:dhp-bridge:site:sandbox"))
                .transform();
    }

    /** The same for all tests of a JVM. */
    static AccountFixture bundled() {
        return BUNDLED;
    }

    /** @param file as {@code hl7v2/ORU_R01.jslt} */
    static AccountFixture with(Path home, String file, String mapping) {
        try {
            Path path = home.resolve("mappings").resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, mapping);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AccountFixture(home);
    }

    Draft hl7(String... segments) {
        return hl7((String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8));
    }

    Draft hl7(byte[] message) {
        return settled(new RawMessage("application/hl7-v2", message, "", ""));
    }

    Draft rows(String tree) {
        return settled(new RawMessage("application/json", tree.getBytes(StandardCharsets.UTF_8), "", ""));
    }

    private Draft settled(RawMessage message) {
        return transform.settle(transform.mapWith(null, transform.read(message)));
    }

    Draft checked(Draft settled) {
        return transform.inspect(transform.fillAbsent(settled));
    }
}
