package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.Sites;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.dhpbridge.transform.Conversion;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;

/** HL7 messages by the real mapping to a sandbox of each mode of delivery. */
final class MappedDeliveries implements AutoCloseable {

    static final List<String> MODES = List.of("transaction", "sequential");

    private static final HomeFiles FILES = new HomeFiles(Path.of("target/no-home"));

    private final Transform transform =
            Conversion.of(FILES, Packs.usual(), Sites.of("urn:test:site")).transform();
    private final Map<String, Site> sites = new TreeMap<>();

    MappedDeliveries() {
        MODES.forEach(mode -> sites.put(mode, new Site("dhp.delivery.mode=" + mode)));
    }

    Site site(String mode) {
        return sites.get(mode);
    }

    DeliveryOutcome deliver(Site site, String message) {
        return site.delivery.deliver(request(message));
    }

    DeliveryRequest request(String message) {
        RawMessage raw = new RawMessage(Hl7Reader.MEDIA_TYPE, message.getBytes(StandardCharsets.UTF_8), "", "test");
        Draft draft = transform.mapWith(null, transform.read(raw));
        assertThat(draft.issues()).noneMatch(Issue::isError);
        transform.fillAbsent(draft);
        return new DeliveryRequest(
                draft.mapped().eventTime(),
                draft.resources(),
                draft.mapped().takenBack(),
                draft.mapped().ids());
    }

    @Override
    public void close() {
        sites.values().forEach(Site::close);
    }
}
