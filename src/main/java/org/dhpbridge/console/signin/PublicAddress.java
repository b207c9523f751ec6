package org.dhpbridge.console.signin;

import java.net.URI;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** Under which address browsers reach the console: what the settings say, never what a request says. */
public final class PublicAddress {

    static final String CALLBACK = "/console/callback";

    private final URI baseUrl;
    private volatile int port;

    /** @param baseUrl null for this machine and the port that the server got */
    PublicAddress(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    @EventListener
    void listen(ServletWebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null) {
            port = event.getWebServer().getPort();
        }
    }

    /** Without a slash at the end. */
    public String base() {
        return baseUrl == null ? "http://localhost:" + port : baseUrl.toString().replaceAll("/+$", "");
    }

    /** Whether browsers reach it by TLS alone. */
    public boolean isSecure() {
        return baseUrl != null && "https".equals(baseUrl.getScheme());
    }

    String callback() {
        return base() + CALLBACK;
    }
}
