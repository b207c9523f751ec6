package org.dhpbridge.console.signin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says at the start where the console is. */
@Component
@ConsoleFeature
class ConsoleAddress {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleAddress.class);

    private final PublicAddress address;

    ConsoleAddress(PublicAddress address) {
        this.address = address;
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        LOG.info("The console is at {}: open it in a browser and sign in", address.base());
    }
}
