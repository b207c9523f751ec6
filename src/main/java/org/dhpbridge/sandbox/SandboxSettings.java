package org.dhpbridge.sandbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the sandbox behaves where the platform's own behaviour is known, and what to choose where its sources disagree.
 *
 * @param port loopback port of everything the sandbox offers; 0 takes any free one
 * @param clients client id to client secret of those who may have a token; {@code sandbox}/{@code sandbox} when none is
 *     given
 * @param tokenLifetime how long an access token is accepted
 * @param codeLifetime how long a code of the SSO can be exchanged for tokens
 * @param redirectUris addresses that the SSO sends a browser back to, beside every http(s) address on this machine
 * @param strict whether a resource that breaks its profile is refused with 422; false is how the playground behaved in
 *     2025
 * @param pageSize results a page when a search does not say {@code _count}
 * @param maxPageSize most results a page, whatever {@code _count} says
 * @param transactions whether {@code POST [base]} takes bundles; false is how the platform behaved until February 2026
 * @param entryIfMatch what {@code Bundle.entry.request.ifMatch} does in a transaction; undocumented at the platform
 * @param ifNoneExist what a create with {@code If-None-Exist} gets; the platform's CapabilityStatement offers it nowhere,
 *     and it had to be removed at the connectathon
 * @param checkReferences whether a literal reference to a resource that is not there is refused with 422
 * @param threads requests that are worked on at a time
 * @param faults faults that are set from the start, as JSON: what {@code PUT /faults} takes, or only its list
 */
@Validated
@ConfigurationProperties(prefix = "dhp.sandbox", ignoreUnknownFields = false)
public record SandboxSettings(
        @DefaultValue("8090") @Min(0) @Max(65535) int port,
        Map<String, String> clients,
        @DefaultValue("1h") @NotNull Duration tokenLifetime,
        @DefaultValue("60s") @NotNull Duration codeLifetime,
        @DefaultValue Set<String> redirectUris,
        @DefaultValue("true") boolean strict,
        @DefaultValue("20") @Min(1) int pageSize,
        @DefaultValue("1000") @Min(1) int maxPageSize,
        @DefaultValue("true") boolean transactions,
        @DefaultValue("honoured") @NotNull EntryIfMatch entryIfMatch,
        @DefaultValue("refused") @NotNull IfNoneExist ifNoneExist,
        @DefaultValue("true") boolean checkReferences,
        @DefaultValue("16") @Min(1) int threads,
        @DefaultValue("[]") @NotNull String faults) {

    /** What {@code ifMatch} of a transaction's PUT entry does. */
    public enum EntryIfMatch {
        /** A PUT without it answers 412, as a single PUT does. */
        REQUIRED,
        /** Checked when it is there, not missed when it is not. */
        HONOURED,
        /** Never looked at: the last writer wins. */
        IGNORED
    }

    /** What a create with {@code If-None-Exist} gets. */
    public enum IfNoneExist {
        /** 400, nothing is created. */
        REFUSED,
        /** Created again, as if the header were not there. */
        IGNORED
    }

    public SandboxSettings {
        clients = clients == null || clients.isEmpty() ? Map.of("sandbox", "sandbox") : Map.copyOf(clients);
        parse(faults);
    }

    FaultSet faultSet() {
        return parse(faults);
    }

    private static FaultSet parse(String faults) {
        try {
            return FaultSet.parse(faults.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("dhp.sandbox.faults: " + e.getMessage());
        }
    }
}
