package org.dhpbridge.mapping;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;

/**
 * What mappings need to know about the site whose data they map.
 *
 * @param namespace URI under which the site's own identifiers stand, as {@code urn:dhp-bridge:site:sandbox} or {@code
 *     https://hospital.uz/id}; must never change once something was delivered, for it is part of every identifier
 * @param zone zone of source times that name none
 * @param patronymic where a patronymic goes in a FHIR name: {@code suffix} (as the guide's examples) or {@code given}
 *     (the last given name)
 * @param language {@code Resource.language} of what the site sends, a BCP 47 tag such as {@code uz} or {@code ru}
 * @param unidentified what becomes of a patient without any identifier: {@code refuse} (the message is dead) or {@code
 *     temporary} (a temporary identifier that follows from the visit number)
 * @param strictDates whether a date that cannot be read, or an end before its start, makes the message dead; without it
 *     the value is left out with a warning
 * @param futureTolerance how far in the future a time may lie that tells what has happened; a later one is not believed
 * @param trainingMessages whether HL7 messages that say themselves that they are for training or debugging (MSH-11 T, D) are
 *     sent, whichever source brings them
 * @param trainingSources sources whose training messages are sent in any case, by their names
 * @param reload whether changed files under {@code dhp.home} are taken up without a restart (development)
 */
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

    private static final Duration ONE_DAY = Duration.ofDays(1);

    public static final ZoneId TASHKENT = ZoneId.of("Asia/Tashkent");

    /** Without sources whose training messages are sent in any case. */
    public SiteSettings(
            String namespace,
            ZoneId zone,
            String patronymic,
            String language,
            String unidentified,
            boolean strictDates,
            Duration futureTolerance,
            boolean trainingMessages,
            boolean reload) {
        this(
                namespace,
                zone,
                patronymic,
                language,
                unidentified,
                strictDates,
                futureTolerance,
                trainingMessages,
                Set.of(),
                reload);
    }

    public SiteSettings {
        trainingSources = Set.copyOf(trainingSources);
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
     * Defaults: Tashkent time, patronymic as suffix, language Uzbek, patients without identifier refused, dates that cannot
     * be read left out, times of the future believed for a day, training messages sent as the sandbox takes them, no reload.
     */
    public static SiteSettings of(String namespace) {
        return new SiteSettings(namespace, TASHKENT, "suffix", "uz", "refuse", false, ONE_DAY, true, false);
    }
}
