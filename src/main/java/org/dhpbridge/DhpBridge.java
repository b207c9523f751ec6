package org.dhpbridge;

import java.util.Optional;
import org.dhpbridge.cli.CommandLineTool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.amqp.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.activemq.ActiveMQAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;

/**
 * Starts the bridge, or runs one command of the command line. Brokers belong to sources (routes/templates), each with its own
 * address, and who may use the HTTP API is settled in {@code access}: what Spring Boot would do by default is left out.
 */
@SpringBootApplication(
        exclude = {
            ActiveMQAutoConfiguration.class,
            ArtemisAutoConfiguration.class,
            RabbitAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        })
public class DhpBridge {

    public static void main(String[] args) {
        Optional<Integer> exitCode = CommandLineTool.run(args);
        if (exitCode.isPresent()) {
            System.exit(exitCode.get());
        }
        SpringApplication.run(DhpBridge.class, args);
    }
}
