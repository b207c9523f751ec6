package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.ProfilePack;

/**
 * Tells whom a CSV message is about, by the feed's descriptor: {@code subject} (columns, the first filled one counts),
 * {@code authority} (the column that names who gave local numbers) and {@code eventTime} (columns, the first filled one).
 */
final class CsvIdentity {

    private final HomeFiles files;
    private final ProfilePack pack;
    private final SiteSettings site;
    private final IdentityFunctions identities;
    private final Map<String, JsonNode> descriptors = new ConcurrentHashMap<>();

    CsvIdentity(HomeFiles files, ProfilePack pack, SiteSettings site, IdentityFunctions identities) {
        this.files = files;
        this.pack = pack;
        this.site = site;
        this.identities = identities;
    }

    Identity identify(String mapping, String feed, ObjectNode tree) {
        JsonNode descriptor = descriptors.computeIfAbsent(feed, this::descriptor);
        JsonNode row = tree.path("rows").path(0);
        String subject = firstFilled(row, descriptor.path("subject"))
                .map(value -> subject(
                        value, row.path(descriptor.path("authority").asText()).asText("")))
                .orElse(null);
        OffsetDateTime eventTime = firstFilled(row, descriptor.path("eventTime"))
                .flatMap(text -> SourceTime.read(text, site.zone()))
                .map(SourceTime::moment)
                .orElse(null);
        return new Identity(mapping, subject, eventTime, null);
    }

    private String subject(String value, String authority) {
        Optional<String> pinfl = NationalIds.pinfl(value);
        Optional<String> passport = NationalIds.passport(value);
        String system = pinfl.isPresent()
                ? system("nationalId")
                : passport.isPresent() ? system("passportLocal") : identities.siteSystem("patient", authority);
        return system + "|" + pinfl.or(() -> passport).orElse(value);
    }

    private String system(String slice) {
        return pack.identifier("Patient", slice)
                .map(i -> i.path("system").asText())
                .orElse(slice);
    }

    private static Optional<String> firstFilled(JsonNode row, JsonNode columns) {
        for (JsonNode column : columns) {
            JsonNode value = row.path(column.asText());
            if (value.isTextual() && !MappingFunction.isNothing(value) && !MappingFunction.isMarker(value)) {
                return Optional.of(value.asText().strip());
            }
        }
        return Optional.empty();
    }

    private JsonNode descriptor(String feed) {
        String path = "mappings/csv/" + feed + ".yaml";
        try {
            return new YAMLMapper().readTree(files.text(path).orElse("{}"));
        } catch (IOException e) {
            throw new MappingException(path + " is not readable YAML: " + e.getMessage(), e);
        }
    }
}
