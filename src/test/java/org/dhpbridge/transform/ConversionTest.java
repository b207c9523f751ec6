package org.dhpbridge.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.csv.CsvOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTest {

    private static final Content WARDS =
            Content.of("wards.csv", "ward_id;title\n7;Surgery\n".getBytes(StandardCharsets.UTF_8));
    private static final String DESCRIPTION =
            """
            title: Wards
            columns:
              ward_id: {required: true, title: The number}
              title:   {title: The name}
            subject: [ward_id]
            """;

    @TempDir
    Path home;

    @Test
    void filesAreOpenedByTheFeedsThatAreDescribedNow() throws IOException {
        Conversion conversion = conversion(true);
        assertThatThrownBy(() -> open(conversion)).isInstanceOf(UnreadableFileException.class);

        describe();

        try (MessageSplitter rows = open(conversion)) {
            assertThat(rows.hasNext()).isTrue();
        }
    }

    @Test
    void withoutReloadTheFeedsAreThoseOfTheStart() throws IOException {
        Conversion conversion = conversion(false);

        describe();

        assertThatThrownBy(() -> open(conversion)).isInstanceOf(UnreadableFileException.class);
    }

    private Conversion conversion(boolean reload) {
        HomeFiles files = new HomeFiles(home);
        return Conversion.of(
                files,
                ProfilePack.load(files, "uz-core-0.7.0"),
                Sites.of("urn:dhp-bridge:site:test", "training-messages=false", "reload=" + reload));
    }

    private void describe() throws IOException {
        Path folder = Files.createDirectories(home.resolve("mappings/csv"));
        Files.writeString(folder.resolve("wards.yaml"), DESCRIPTION);
    }

    private static MessageSplitter open(Conversion conversion) {
        return conversion.files().csv(WARDS, "wards", CsvOptions.AS_DESCRIBED);
    }
}
