package org.dhpbridge.access;

import java.nio.file.Path;
import java.util.List;
import org.dhpbridge.http.HostNames;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use the bridge's HTTP.
 *
 * @param hosts names, beside the loopback names, by which the bridge may be spoken to, with or without a port, as
 *     {@code bridge.example.uz}; a request by any other name is refused (421)
 * @param tokenFile a file that holds the API key, as a mounted Secret: at least 32 letters, digits and {@code -._~+/=}; read
 *     again when it changes. Without it the bridge makes a key at its first start and keeps it in {@code data/api-token}
 * @param behindProxy whether something in front of the bridge, a reverse proxy or a service mesh, encrypts what clients send;
 *     then the bridge may listen on other addresses than the loopback ones without TLS of its own, everything but the probes
 *     needs the key, and {@code X-Forwarded-Host} and {@code X-Forwarded-For} are believed
 */
@ConfigurationProperties("dhp.api")
record ApiSettings(@DefaultValue List<String> hosts, Path tokenFile, @DefaultValue("false") boolean behindProxy) {

    ApiSettings {
        try {
            new HostNames(hosts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("dhp.api.hosts: " + e.getMessage());
        }
    }
}
