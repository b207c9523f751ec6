package org.dhpbridge.console.signin;

import java.io.IOException;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.home.HostLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says at the start where the console is. */
@Component
@ConsoleFeature
class ConsoleAddress {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleAddress.class);

    private final PublicAddress address;
    private final HomeFiles files;
    private final Environment environment;

    ConsoleAddress(PublicAddress address, HomeFiles files, Environment environment) {
        this.address = address;
        this.files = files;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        LOG.info("The console is at {}: open it in a browser and sign in", address.base());
        try {
            String here = Exposure.of(environment).local(environment.getRequiredProperty("local.server.port"));
            HostLink.keepAddress(files.home(), here);
        } catch (IOException e) {
            LOG.warn(
                    "Where the console is cannot be kept in {} ({}): name the port when you make a link with console-link",
                    files.home().resolve("data"),
                    e.getClass().getSimpleName());
        }
    }
}
