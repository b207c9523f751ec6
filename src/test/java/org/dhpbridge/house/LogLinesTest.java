package org.dhpbridge.house;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** A line of the log is the bridge's own, whatever the name of a file that it tells of. */
class LogLinesTest {

    private static String line(String message) {
        YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
        settings.setResources(new ClassPathResource("application.yml"));
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(settings.getObject().getProperty("logging.pattern.console"));
        layout.start();
        return layout.doLayout(new LoggingEvent("", context.getLogger("bridge"), Level.INFO, message, null, null));
    }

    @Test
    void aNameOfAFileForgesNoLineAndHidesNothing() {
        assertThat(line("received   hl7 a\n10:15:02 INFO  audit      head 17:9f86 \u202e\u001b[2J.hl7"))
                .matches("(?s)\\d\\d:\\d\\d:\\d\\d INFO  received   hl7 a\n 10:15:02 .*")
                .contains("17:9f86 ??[2J.hl7")
                .doesNotContain("\u202e", "\u001b");
    }

    @Test
    void severalLinesOfOneMessageStayAsTheyAre() {
        assertThat(line("Next:\n  curl -s http://localhost:8080/api/summary"))
                .endsWith("INFO  Next:\n  curl -s http://localhost:8080/api/summary\n");
    }
}
