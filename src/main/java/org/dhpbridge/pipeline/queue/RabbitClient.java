package org.dhpbridge.pipeline.queue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.CredentialsProvider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.dhpbridge.pipeline.Login;
import org.springframework.boot.ssl.SslBundles;

/**
 * RabbitMQ's client. With {@code amqps} the broker must show a certificate for its name that the SSL bundle, or without one
 * the Java runtime, trusts.
 */
final class RabbitClient extends ConnectionFactory {

    final Login login;
    String url = "";
    String bundle = "";

    private final SslBundles bundles;

    RabbitClient(SslBundles bundles, Login login) {
        this.bundles = bundles;
        this.login = login;
        setAutomaticRecoveryEnabled(false);
    }

    /** @throws IOException also when the source's parameters are wrong: like a broker that is away, it is tried again */
    @Override
    public Connection newConnection(ExecutorService executor, String name) throws IOException, TimeoutException {
        try {
            configure();
        } catch (URISyntaxException | GeneralSecurityException | RuntimeException e) {
            // the cause would name the address, in which a password may stand
            throw new IOException("The source's parameters url and tls cannot be used ("
                    + e.getClass().getSimpleName()
                    + "); an url looks like amqp://host:5672/vhost or amqps://host:5671/vhost.");
        }
        return super.newConnection(executor, name);
    }

    private void configure() throws URISyntaxException, GeneralSecurityException {
        setUri(url);
        if (url.startsWith("amqps:")) {
            useSslProtocol(
                    bundle.isBlank()
                            ? SSLContext.getDefault()
                            : bundles.getBundle(bundle).createSslContext());
            enableHostnameVerification();
        }
        if (!login.isAnonymous()) {
            setCredentialsProvider(new CredentialsProvider() {
                @Override
                public String getUsername() {
                    return login.user();
                }

                @Override
                public String getPassword() {
                    return login.password();
                }
            });
        }
    }
}
