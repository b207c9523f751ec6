package org.dhpbridge.pipeline.queue;

import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.pipeline.Login;
import org.dhpbridge.pipeline.ParameterText;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.boot.ssl.SslBundles;

/** Connections to RabbitMQ for Spring's consumers, made by a {@link RabbitClient} with the parameters of a source. */
public final class RabbitBroker implements ConnectionFactory {

    private final RabbitClient client;
    private final CachingConnectionFactory connections;

    public RabbitBroker(SslBundles bundles, HomeFiles files) {
        client = new RabbitClient(bundles, new Login(files));
        connections = new CachingConnectionFactory(client);
    }

    public void setUrl(String value) {
        client.url = ParameterText.of(value);
    }

    public void setTls(String value) {
        client.bundle = ParameterText.bundle(value);
    }

    /** What its templates set as {@code login.user}, {@code login.password}, {@code login.passwordFile}. */
    public Login getLogin() {
        return client.login;
    }

    /** Closes what is open. */
    public void destroy() {
        connections.destroy();
    }

    @Override
    public Connection createConnection() {
        return connections.createConnection();
    }

    @Override
    public String getHost() {
        return connections.getHost();
    }

    @Override
    public int getPort() {
        return connections.getPort();
    }

    @Override
    public String getVirtualHost() {
        return connections.getVirtualHost();
    }

    @Override
    public String getUsername() {
        return client.login.user();
    }

    @Override
    public void addConnectionListener(ConnectionListener listener) {
        connections.addConnectionListener(listener);
    }

    @Override
    public boolean removeConnectionListener(ConnectionListener listener) {
        return connections.removeConnectionListener(listener);
    }

    @Override
    public void clearConnectionListeners() {
        connections.clearConnectionListeners();
    }
}
