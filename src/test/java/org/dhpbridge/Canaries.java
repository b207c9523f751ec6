package org.dhpbridge;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Personal values that are found again wherever they come out. */
final class Canaries {

    /** As they are written, and as a part of the bridge might write them again. */
    private static final Map<String, List<String>> CANARIES = canaries();

    private static final String ADMISSION =
            """
            MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||%s|%s|P|2.5|||||UZB|UNICODE UTF-8\r\
            EVN|A01|20260310091500\r\
            PID|1||%s^^^HOSP1^MR~31807771234567^^^UZ^NI||Kanfamiliya^Kanism^Kanotchestvo||%s|M|||Kankocha 77^^Kanshahar^^771177^UZ||+998907770177\r\
            NK1|1|Kanyaqin^Kanopa|MTH||+998907770277\r\
            PV1|1|I|TER^12^1^HOSP1||||D77^Kanshifokor^Kandoktor||||||||||||V100|||||||||||||||||||||||||20260310090000\r\
            DG1|1||J18.9^Kantashxis^I10|||A\r""";

    private Canaries() {}

    private static Map<String, List<String>> canaries() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String word : List.of(
                "Kanfamiliya",
                "Kanism",
                "Kanotchestvo",
                "Kankocha",
                "Kanyaqin",
                "Kanopa",
                "Kanshifokor",
                "Kandoktor",
                "Kantashxis",
                "Kanizoh",
                "KANMRN",
                "31807771234567",
                "AB7771177",
                "998907770177",
                "998907770277",
                "771177")) {
            all.put(word, List.of(word.toLowerCase(Locale.ROOT)));
        }
        all.put("birth date", List.of("19370717", "1937-07-17", "17.07.1937"));
        all.put("wrong date", List.of("kansana", "1937-02-31", "31.02.1937"));
        return all;
    }

    /** An HL7 message whose every personal value is a canary. */
    static String admission(String type, String control, String mrn, String birthDate) {
        return ADMISSION.formatted(type, control, mrn, birthDate);
    }

    /** Good ones and bad ones, HL7 and CSV. */
    static void drop(RunningBridge bridge) throws IOException {
        bridge.drop("hl7", "good.hl7", admission("ADT^A01", "C1", "KANMRN1", "19370717"));
        bridge.drop(
                "hl7", "nobody.hl7", admission("ADT^A01", "C2", "", "19370717").replace("31807771234567", ""));
        bridge.drop("hl7", "warning.hl7", admission("ADT^A01", "C13", "KANMRN13", "kansana"));
        bridge.drop("hl7", "letter.hl7", "Hurmatli Kandoktor, bemor Kanfamiliya Kanism 19370717\n");
        bridge.drop(
                "csv/patients",
                "rows.csv",
                """
                patient_id,passport,family,given,patronymic,gender,birth_date,phone,address
                KANMRN11,AB7771177,Kanfamiliya,Kanism,Kanotchestvo,M,1937-07-17,+998907770177,Kankocha 77
                ,,Kanfamiliya,Kanism,Kanotchestvo,M,1937-02-31,+998907770177,Kankocha 77
                KANMRN13,Kanfamiliya,Kanism
                KANMRN14,"Kanfamiliya,Kanism,M,1937-07-17
                """);
        bridge.drop("csv/patients", "header.csv", "KANMRN15,Kanfamiliya,Kanism,M,1937-07-17\nKANMRN16,Kanopa,,F,\n");
    }

    /** What is logged from now on, as it comes. */
    static List<String> listen() {
        List<String> logged = new CopyOnWriteArrayList<>();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                        + event.getMDCPropertyMap()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())));
            }
        };
        ear.setContext(context);
        ear.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(ear);
        return logged;
    }

    /** @param shown texts by where they are shown @return each canary in them, with where it stands */
    static List<String> in(Map<String, String> shown) {
        List<String> leaks = new ArrayList<>();
        shown.forEach((where, text) -> {
            String lower = text.toLowerCase(Locale.ROOT);
            CANARIES.forEach(
                    (name, forms) -> forms.stream().filter(lower::contains).forEach(form -> {
                        int at = lower.indexOf(form);
                        leaks.add(name + " in " + where + ": …"
                                + text.substring(Math.max(0, at - 150), Math.min(text.length(), at + 80)));
                    }));
        });
        return leaks;
    }
}
