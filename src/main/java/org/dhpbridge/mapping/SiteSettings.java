package org.dhpbridge.mapping;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/**
 * What mappings need to know about the site whose data they map.
 *
 * @param namespace URI under which the site's own identifiers stand on the platform; one a site, and never changed once
 *     something was delivered, for it is part of every identifier
 * @param zone zone of source times that name none
 * @param patronymic where a patronymic goes in a FHIR name: suffix, or given (the last given name)
 * @param language language of what the site sends, as uz or ru
 * @param unidentified what becomes of a patient without any identifier: refuse (the message is dead), or temporary (an
 *     identifier that follows from the visit number, as the platform has it for unknown patients)
 * @param strictDates whether a date that cannot be read, and a period that ends before it starts, make the message dead;
 *     without it the value is left out with a warning that names the field
 * @param futureTolerance how far in the future a time may lie that tells what has happened; a later one is not believed:
 *     it is left out with a warning, and for what is newer the order of receipt counts
 * @param trainingMessages whether HL7 messages are sent that say themselves that they are for training or debugging (MSH-11
 *     T or D); without it they are dead, and an HL7 port answers AR. True for the sandbox
 * @param trainingSources sources whose training messages are sent in any case, by their names, with a comma between
 * @param reload whether changed mappings are taken up without a restart; for development
 */
@ConfigurationProperties(SiteSettings.PREFIX)
public record SiteSettings(
        String namespace,
        ZoneId zone,
        String patronymic,
        String language,
        String unidentified,
        boolean strictDates,
        Duration futureTolerance,
        boolean trainingMessages,
        Set<String> trainingSources,
        boolean reload) {

    /** What the names of these settings begin with. */
    public static final String PREFIX = "dhp.site";

    private static final Duration ONE_DAY = Duration.ofDays(1);

    public static final ZoneId TASHKENT = ZoneId.of("Asia/Tashkent");

    public SiteSettings {
        trainingSources = trainingSources == null ? Set.of() : Set.copyOf(trainingSources);
        Objects.requireNonNull(namespace, "namespace");
        zone = zone == null ? TASHKENT : zone;
        patronymic = patronymic == null || patronymic.isBlank() ? "suffix" : patronymic;
        language = language == null || language.isBlank() ? "uz" : language;
        unidentified = unidentified == null || unidentified.isBlank() ? "refuse" : unidentified;
        futureTolerance = futureTolerance == null ? ONE_DAY : futureTolerance;
        if (futureTolerance.isNegative()) {
            throw new IllegalArgumentException(
                    "The site's future tolerance must be a duration such as 1d, and not less than nothing.");
        }
        if (namespace.isBlank() || !namespace.contains(":")) {
            throw new IllegalArgumentException(
                    "The site's namespace must be a URI such as urn:dhp-bridge:site:hospital-1, but is '" + namespace
                            + "'.");
        }
        if (!patronymic.equals("suffix") && !patronymic.equals("given")) {
            throw new IllegalArgumentException(
                    "The patronymic setting must be 'suffix' or 'given', but is '" + patronymic + "'.");
        }
        if (!unidentified.equals("refuse") && !unidentified.equals("temporary")) {
            throw new IllegalArgumentException(
                    "The setting for unidentified patients must be 'refuse' or 'temporary', but is '" + unidentified
                            + "'.");
        }
    }

    /** @param source the name of a source; null when it is not known, as of a file that is explained */
    boolean takesTraining(String source) {
        return trainingMessages || source != null && trainingSources.contains(source);
    }

    /**
     * As the bridge would be told when it starts with these settings, but nothing is reloaded: what reads once needs no reload.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    public static SiteSettings of(Environment environment) {
        try {
            SiteSettings set = Binder.get(environment).bindOrCreate(PREFIX, SiteSettings.class);
            return new SiteSettings(
                    set.namespace,
                    set.zone,
                    set.patronymic,
                    set.language,
                    set.unidentified,
                    set.strictDates,
                    set.futureTolerance,
                    set.trainingMessages,
                    set.trainingSources,
                    false);
        } catch (BindException e) {
            throw new IllegalArgumentException(
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage(), e);
        }
    }
}
