package org.dhpbridge;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class DhpBridge {
    public static void main(String[] args) {
        SpringApplication.run(DhpBridge.class, args);
    }
}
