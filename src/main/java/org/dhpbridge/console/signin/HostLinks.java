package org.dhpbridge.console.signin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.dhpbridge.home.HostLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who comes with a link that {@code console-link} made on this machine, as an operator. */
public final class HostLinks {

    private static final Logger LOG = LoggerFactory.getLogger(HostLinks.class);

    private final Path home;
    private final Clock clock;

    HostLinks(Path home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /** @return an operator, once; empty for a link that was used, that is too old, or that is none */
    public Optional<Operator> redeem(String secret) {
        try {
            // a file's time is that of the machine, not of the ledger's database
            return HostLink.redeem(home, secret, Instant.now())
                    ? Optional.of(new Operator(
                            "host", "access", "Host access", EnumSet.of(Right.VIEW, Right.OPERATE), clock.instant()))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.error(
                    "A link of console-link cannot be looked up in {} ({})",
                    home,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
