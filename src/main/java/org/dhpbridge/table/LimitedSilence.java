package org.dhpbridge.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections on which a database that says nothing for long is given up: behind a firewall that forgot them no answer comes any more, and
 * no error. A time limit that the URL sets stays.
 */
final class LimitedSilence extends DelegatingDataSource {

    private final int longestMillis;

    LimitedSilence(DataSource source, Duration longest) {
        super(source);
        longestMillis = Math.toIntExact(longest.toMillis());
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            if (connection.getNetworkTimeout() == 0) {
                connection.setNetworkTimeout(Runnable::run, longestMillis);
            }
            return connection;
        } catch (SQLFeatureNotSupportedException | AbstractMethodError driverHasNone) {
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
