package org.dhpbridge.pipeline.queue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.pipeline.Login;
import org.dhpbridge.pipeline.ParameterText;

/** Connections to a JMS broker, made when one is asked for: a broker that is away, or a wrong address, is tried again. */
abstract class Broker implements ConnectionFactory {

    private final Login login;
    private String url = "";
    private ConnectionFactory client;

    Broker(HomeFiles files) {
        login = new Login(files);
    }

    /** @throws RuntimeException when the address is none for this client */
    abstract ConnectionFactory client(String address);

    abstract String example();

    public void setUrl(String value) {
        url = ParameterText.of(value);
    }

    /** What its templates set as {@code login.user}, {@code login.password}, {@code login.passwordFile}. */
    public Login getLogin() {
        return login;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return login.isAnonymous()
                ? client().createConnection()
                : client().createConnection(login.user(), login.password());
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        return client().createConnection(user, password);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return login.isAnonymous()
                ? clientForContext().createContext(sessionMode)
                : createContext(login.user(), login.password(), sessionMode);
    }

    @Override
    public JMSContext createContext(String user, String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String user, String password, int sessionMode) {
        return clientForContext().createContext(user, password, sessionMode);
    }

    private ConnectionFactory clientForContext() {
        try {
            return client();
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }

    private synchronized ConnectionFactory client() throws JMSException {
        if (client == null) {
            try {
                client = client(url);
            } catch (RuntimeException e) {
                // the cause would name the address, in which a password may stand
                throw new JMSException("The source's parameter url cannot be used ("
                        + e.getClass().getSimpleName() + "); it looks like " + example() + ".");
            }
        }
        return client;
    }
}
