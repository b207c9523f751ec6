package org.dhpbridge;

import java.util.Optional;
import org.dhpbridge.cli.CommandLineTool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.amqp.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.activemq.ActiveMQAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;

/**
 * Starts the bridge, or runs one command of the command line. Brokers belong to sources (routes/templates), each with its own
 * address: what Spring Boot would connect to by default is left out.
 */
@SpringBootApplication(
        exclude = {ActiveMQAutoConfiguration.class, ArtemisAutoConfiguration.class, RabbitAutoConfiguration.class})
public class DhpBridge {

    public static void main(String[] args) {
        Optional<Integer> exitCode = CommandLineTool.run(args);
        if (exitCode.isPresent()) {
            System.exit(exitCode.get());
        }
        SpringApplication.run(DhpBridge.class, args);
    }
}
