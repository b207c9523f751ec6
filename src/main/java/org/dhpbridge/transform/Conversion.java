package org.dhpbridge.transform;

import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.CodeOverlay;
import org.dhpbridge.mapping.Mappings;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.SourceFiles;
import org.dhpbridge.source.hl7.Hl7Reader;

/**
 * All that turns the files of a site into resources, put together here and nowhere else: the bridge, its tools and its
 * benchmarks convert alike. Safe for many threads.
 *
 * @param mappings of the site, and its feeds
 * @param reader of single messages
 * @param check of resources against the pack
 * @param transform the steps that a message takes
 * @param files opens what sources bring, by the feeds that the mappings go by
 */
public record Conversion(
        Mappings mappings, MessageReader reader, ResourceCheck check, Transform transform, SourceFiles files) {

    /**
     * @param home where the site's files are found before the bundled ones
     * @param pack what the resources are to be like
     * @throws IllegalArgumentException when a feed's descriptor is wrong, with its mistakes as sentences
     */
    public static Conversion of(HomeFiles home, ProfilePack pack, SiteSettings site) {
        return of(pack, new Mappings(home, pack, site));
    }

    /** The same with other rows over the code tables of the site. */
    public static Conversion of(HomeFiles home, ProfilePack pack, SiteSettings site, CodeOverlay codes) {
        return of(pack, new Mappings(home, pack, site).with(codes));
    }

    private static Conversion of(ProfilePack pack, Mappings mappings) {
        MessageReader reader = new MessageReader(new Hl7Reader());
        ResourceCheck check = new ConformanceCheck(pack);
        return new Conversion(
                mappings,
                reader,
                check,
                new Transform(reader, mappings, new AbsentFiller(pack), check),
                new SourceFiles(mappings::feeds));
    }
}
