package org.dhpbridge.start;

import java.security.KeyStore;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.jsse.ClientAuthentication;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SSLContextServerParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;

/**
 * Gives every Spring SSL bundle to the routes under two names: {@code #ssl:<bundle>}, and {@code #ssl-mutual:<bundle>} for a
 * port whose callers must show a certificate that the bundle's trust store knows.
 */
@Component
class TlsBundles implements CamelContextConfiguration {

    private final SslBundles bundles;

    TlsBundles(SslBundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        for (String name : bundles.getBundleNames()) {
            context.getRegistry().bind("ssl:" + name, parameters(bundles.getBundle(name), ClientAuthentication.NONE));
            context.getRegistry()
                    .bind("ssl-mutual:" + name, parameters(bundles.getBundle(name), ClientAuthentication.REQUIRE));
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {}

    private static SSLContextParameters parameters(SslBundle bundle, ClientAuthentication callers) {
        SSLContextParameters parameters = new SSLContextParameters();
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(opened(bundle.getStores().getKeyStore()));
        String password = bundle.getKey().getPassword() != null
                ? bundle.getKey().getPassword()
                : bundle.getStores().getKeyStorePassword();
        keys.setKeyPassword(password == null ? "" : password);
        parameters.setKeyManagers(keys);
        if (bundle.getStores().getTrustStore() != null) {
            TrustManagersParameters trusted = new TrustManagersParameters();
            trusted.setKeyStore(opened(bundle.getStores().getTrustStore()));
            parameters.setTrustManagers(trusted);
        }
        SSLContextServerParameters server = new SSLContextServerParameters();
        server.setClientAuthentication(callers.name());
        parameters.setServerParameters(server);
        return parameters;
    }

    private static KeyStoreParameters opened(KeyStore store) {
        return new KeyStoreParameters() {
            @Override
            public KeyStore createKeyStore() {
                return store;
            }
        };
    }
}
