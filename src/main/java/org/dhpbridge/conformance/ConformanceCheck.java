package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.ProfilePack;

/**
 * Checks resources against the profiles of a pack, as the platform does: against those in {@code meta.profile}, else
 * against the pack's profile for the type. Entries of a Bundle are checked each for itself.
 */
public final class ConformanceCheck implements ResourceCheck {

    private final ProfilePack pack;

    public ConformanceCheck(ProfilePack pack) {
        this.pack = pack;
    }

    @Override
    public List<Issue> check(ObjectNode resource) {
        Report report = new Report();
        String type = resource.path("resourceType").asText("");
        Place place = Place.of(type.isEmpty() ? "Resource" : type);
        Optional<Profile> base = pack.baseProfile(type);
        if (base.isEmpty() || !isResource(type)) {
            report.error("structure", place, Sentences.NO_RESOURCE_TYPE);
            return report.issues();
        }
        for (Profile profile : profiles(resource, type, base.get(), report, place)) {
            new Walk(pack, report, resource).resource(profile, place);
        }
        return report.issues();
    }

    static boolean isResource(String type) {
        return !type.isEmpty() && Character.isUpperCase(type.charAt(0));
    }

    private List<Profile> profiles(ObjectNode resource, String type, Profile base, Report report, Place place) {
        List<Profile> profiles = new ArrayList<>();
        for (JsonNode canonical : resource.path("meta").path("profile")) {
            Optional<Profile> named = canonical.isTextual() ? pack.profile(canonical.asText()) : Optional.empty();
            if (named.isEmpty()) {
                report.warning(
                        "not-found",
                        place.child("meta").child("profile"),
                        "meta.profile names a profile that the pack " + pack.id()
                                + " does not have, so the resource was not checked against it. Allowed for " + type
                                + ": " + String.join(", ", pack.profilesOf(type)) + ".");
            } else if (!named.get().type().equals(type)) {
                report.error(
                        "structure",
                        place.child("meta").child("profile"),
                        "meta.profile names a profile on " + named.get().type() + ", but the resource is a " + type
                                + ".");
            } else {
                profiles.add(named.get());
            }
        }
        if (profiles.isEmpty()) {
            profiles.add(pack.profileFor(type).flatMap(pack::profile).orElse(base));
        }
        return profiles;
    }
}
