package org.dhpbridge;

import java.util.Optional;
import org.dhpbridge.cli.CommandLineTool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the bridge, or runs one command of the command line. */
@SpringBootApplication
public class DhpBridge {

    public static void main(String[] args) {
        Optional<Integer> exitCode = CommandLineTool.run(args);
        if (exitCode.isPresent()) {
            System.exit(exitCode.get());
        }
        SpringApplication.run(DhpBridge.class, args);
    }
}
