package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.broker.BrokerService;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.dhpbridge.ledger.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * Queues: Artemis (by its own client and by AMQP 1.0), ActiveMQ and Kafka in this JVM, RabbitMQ when one answers on
 * localhost:5672, with a real PostgreSQL under the ledger.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueSourcesTest {

    private static final String USER = "bridge";
    private static final String PASSWORD = "#p%40&?/:@+ x{y";
    private static final Charset CYRILLIC = Charset.forName("windows-1251");
    private static final Pattern EXCHANGE = Pattern.compile("ExchangeId: (\\S+)\\)");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();
    private final BrokerService activeMq = new BrokerService();
    private final EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1, "results", "rows");
    private final String rabbitQueue = "dhp-bridge-test-" + UUID.randomUUID();
    private int artemisPort;
    private String database;
    private com.rabbitmq.client.Connection rabbit;
    private RunningBridge bridge;
    private Path home;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        database = Postgres.newDatabase();
        startArtemis();
        activeMq.setPersistent(false);
        activeMq.setUseJmx(false);
        activeMq.addConnector("tcp://localhost:0");
        activeMq.start();
        kafka.afterPropertiesSet();
        rabbit = rabbitIfItAnswers();

        String tcp = "url=tcp://localhost:" + artemisPort;
        String amqp = "url=amqp://localhost:" + artemisPort;
        String login = "user=" + USER;
        Files.writeString(home.resolve("password"), PASSWORD + "\n");
        SourceFile.write(
                home, "jms", "jms", tcp, login, "password=" + PASSWORD, "queue=lab.results", "charset=windows-1251");
        SourceFile.write(
                home,
                "jms-rows",
                "jms",
                tcp,
                login,
                "password=" + PASSWORD,
                "queue=rows",
                "format=json",
                "feed=patients");
        SourceFile.write(
                home, "amqp", "amqp", amqp, login, "passwordFile=" + home.resolve("password"), "queue=amqp.results");
        SourceFile.write(
                home,
                "amqp-csv",
                "amqp",
                amqp,
                login,
                "password=" + PASSWORD,
                "queue=csv",
                "format=csv",
                "feed=patients");
        SourceFile.write(home, "activemq", "jms", "broker=activemq", "url=" + activeMqUrl(), "queue=lab");
        SourceFile.write(home, "kafka", "kafka", "brokers=" + kafka.getBrokersAsString(), "topic=results", "group=g1");
        SourceFile.write(
                home,
                "kafka-rows",
                "kafka",
                "brokers=" + kafka.getBrokersAsString(),
                "topic=rows",
                "group=g2",
                "format=json",
                "feed=patients");
        SourceFile.write(home, "away", "rabbitmq", "url=amqp://localhost:1", "queue=nothing");
        if (rabbit != null) {
            SourceFile.write(
                    home,
                    "rabbit",
                    "rabbitmq",
                    "url=amqp://localhost:5672",
                    "user=guest",
                    "password=guest",
                    "queue=" + rabbitQueue);
        }
        bridge = RunningBridge.startWithoutSamples(
                home, "--dhp.ledger.url=" + database, "--dhp.ledger.username=postgres");
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
    }

    @AfterAll
    void stop() throws Exception {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        if (bridge != null) {
            bridge.close();
        }
        if (rabbit != null) {
            rabbit.createChannel().queueDelete(rabbitQueue);
            rabbit.close();
        }
        kafka.destroy();
        activeMq.stop();
        artemis.stop();
    }

    @Test
    void aTextIsATextAndBytesAreReadByTheirCharacterSet() throws Exception {
        send(artemisClient(), "lab.results", session -> session.createTextMessage(hl7("J1", "Каримов", "TEXT")));
        send(
                artemisClient(),
                "lab.results",
                session -> bytes(session, hl7("J2", "Азизов", "BYTES").getBytes(CYRILLIC)));

        awaitMessages("jms", "TEXT", "BYTES");
        assertThat(patient("TEXT").at("/name/0/family").asText()).isEqualTo("Каримов");
        assertThat(patient("BYTES").at("/name/0/family").asText()).isEqualTo("Азизов");
        assertThat(bridge.api("/api/messages?source=jms").toString()).contains("lab.results ID:");
    }

    @Test
    void whatCannotBeReadIsADeadLetterAndTheQueueGoesOn() throws Exception {
        send(artemisClient(), "lab.results", session -> session.createTextMessage("no HL7 at all"));
        send(artemisClient(), "lab.results", QueueSourcesTest::map);
        send(
                artemisClient(),
                "lab.results",
                session -> session.createObjectMessage(new java.util.ArrayList<>(List.of(1))));
        send(amqpClient(), "amqp.results", QueueSourcesTest::map);
        produce("results", "no HL7 at all");
        send(artemisClient(), "lab.results", session -> session.createTextMessage(hl7("J3", "Юсупова", "AFTER-JMS")));
        send(amqpClient(), "amqp.results", session -> session.createTextMessage(hl7("J4", "Юсупова", "AFTER-AMQP")));
        produce("results", hl7("J5", "Юсупова", "AFTER-KAFKA"));

        awaitPatients("AFTER-JMS", "AFTER-AMQP", "AFTER-KAFKA");
        assertThat(deadLetters("jms")).contains("not-hl7", "message-kind");
        assertThat(bridge.api("/api/messages?state=dead&source=jms").toString())
                .contains("is a map message")
                .contains("is a Java object");
        assertThat(deadLetters("amqp")).containsExactly("message-kind");
        assertThat(deadLetters("kafka")).containsExactly("not-hl7");
    }

    @Test
    void equalRowsInTwoMessagesAreTwoEvents() throws Exception {
        String row =
                """
                {"patient_id":"%s","family":"Усманова","given":"Нодира","gender":"F","birth_date":"1990-01-02"}""";
        for (int i = 0; i < 2; i++) {
            send(artemisClient(), "rows", session -> session.createTextMessage(row.formatted("ROW-JMS")));
            produce("rows", row.formatted("ROW-KAFKA"));
        }
        awaitPatients("ROW-JMS", "ROW-KAFKA");
        await(() -> bridge.api("/api/messages?source=jms-rows").size() == 2);
        await(() -> bridge.api("/api/messages?source=kafka-rows").size() == 2);
    }

    @Test
    void aCsvBodyHoldsManyMessages() throws Exception {
        send(
                amqpClient(),
                "csv",
                session -> session.createTextMessage(
                        """
                        patient_id,family,given,gender,birth_date
                        CSV-1,Ташматов,Бек,M,1970-05-06
                        CSV-2,Ташматова,Лола,F,1972-07-08
                        """));
        awaitPatients("CSV-1", "CSV-2");
    }

    @Test
    void activeMqByItsOwnClient() throws Exception {
        send(
                new org.apache.activemq.ActiveMQConnectionFactory(activeMqUrl()),
                "lab",
                session -> session.createTextMessage(hl7("Q1", "Собиров", "ACTIVEMQ")));
        awaitPatients("ACTIVEMQ");
    }

    @Test
    void whileTheLedgerIsAwayMessagesAreHeldAndWhatIsRedeliveredIsTakenOnce() throws Exception {
        long before = heldExchanges();
        statement("ALTER TABLE received_key RENAME TO away");
        try {
            send(artemisClient(), "lab.results", session -> session.createTextMessage(hl7("L1", "Ли", "LATER-JMS")));
            send(amqpClient(), "amqp.results", session -> session.createTextMessage(hl7("L2", "Ли", "LATER-AMQP")));
            produce("results", hl7("L3", "Ли", "LATER-KAFKA"));
            await(() -> heldExchanges() >= before + 3);
            cutOff();
        } finally {
            statement("ALTER TABLE away RENAME TO received_key");
        }
        awaitPatients("LATER-JMS", "LATER-AMQP", "LATER-KAFKA");
        await(() -> knownAgain("jms") && knownAgain("amqp") && knownAgain("kafka"));
        await(() -> queue("lab.results").getMessageCount() == 0
                && queue("amqp.results").getMessageCount() == 0);
        await(() -> committed("g1", "results") == end("results"));
    }

    @Test
    void rabbitMqHoldsTooAndTakesOnce() throws Exception {
        assumeTrue(rabbit != null, "No RabbitMQ answers as guest on localhost:5672");
        try (Channel channel = rabbit.createChannel()) {
            long before = heldExchanges();
            statement("ALTER TABLE received_key RENAME TO away");
            try {
                publish(channel, hl7("R1", "Рахимов", "RABBIT").getBytes(StandardCharsets.UTF_8));
                publish(channel, hl7("R1", "Рахимов", "RABBIT").getBytes(StandardCharsets.UTF_8));
                await(() -> heldExchanges() > before);
                assertThat(channel.messageCount(rabbitQueue)).isEqualTo(1);
            } finally {
                statement("ALTER TABLE away RENAME TO received_key");
            }
            publish(channel, new byte[] {1, 2, 3});
            publish(channel, hl7("R2", "Рахимов", "AFTER-RABBIT").getBytes(StandardCharsets.UTF_8));
            awaitPatients("RABBIT", "AFTER-RABBIT");
            await(() -> knownAgain("rabbit"));
            assertThat(deadLetters("rabbit")).hasSize(1);
            await(() -> channel.messageCount(rabbitQueue) == 0);
        }
    }

    /** What holds messages loses its brokers: these give the messages out again. */
    private void cutOff() throws Exception {
        var control = artemis.getActiveMQServer().getActiveMQServerControl();
        assertThat(control.closeConsumerConnectionsForAddress("lab.results")).isTrue();
        assertThat(control.closeConsumerConnectionsForAddress("amqp.results")).isTrue();
        kafka.doWithAdmin(admin ->
                get(() -> admin.removeMembersFromConsumerGroup("g1", new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get()));
    }

    private long heldExchanges() {
        Set<String> held = List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("Failed delivery for"))
                .map(EXCHANGE::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toSet());
        return held.size();
    }

    private boolean knownAgain(String source) {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("received   " + source + " ") && line.contains("1 known already"));
    }

    private Queue queue(String name) {
        return artemis.getActiveMQServer().locateQueue(SimpleString.of(name));
    }

    private long committed(String group, String topic) {
        return kafka.doWithAdminFunction(admin ->
                get(() -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                        .mapToLong(offset -> offset.offset())
                        .sum()));
    }

    private long end(String topic) {
        var partition = new org.apache.kafka.common.TopicPartition(topic, 0);
        return kafka.doWithAdminFunction(admin ->
                get(() -> admin.listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset()));
    }

    private List<String> deadLetters(String source) throws Exception {
        List<String> codes = new java.util.ArrayList<>();
        bridge.api("/api/messages?state=dead&source=" + source)
                .forEach(dead -> codes.add(dead.at("/error/code").asText()));
        return codes;
    }

    private void awaitMessages(String source, String... patients) throws Exception {
        awaitPatients(patients);
        assertThat(bridge.api("/api/messages?source=" + source)).isNotEmpty();
    }

    private void awaitPatients(String... numbers) throws Exception {
        for (String number : numbers) {
            await(() -> patient(number) != null);
        }
    }

    private JsonNode patient(String number) throws Exception {
        List<JsonNode> found = bridge.resources("Patient").stream()
                .filter(patient -> patient.toString().contains("\"" + number + "\""))
                .toList();
        assertThat(found).hasSizeLessThan(2);
        return found.isEmpty() ? null : found.get(0);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }

    private static <T> T get(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Making {
        Message by(Session session) throws JMSException;
    }

    private static void send(ConnectionFactory client, String queue, Making message) throws JMSException {
        try (Connection connection = client.createConnection(USER, PASSWORD);
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(message.by(session));
        }
    }

    private static BytesMessage bytes(Session session, byte[] body) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private static MapMessage map(Session session) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setString("family", "Каримов");
        return message;
    }

    private void produce(String topic, String body) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.getBrokersAsString()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, body.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private void publish(Channel channel, byte[] body) throws IOException {
        channel.basicPublish(
                "",
                rabbitQueue,
                new AMQP.BasicProperties.Builder().messageId("m1").build(),
                body);
    }

    private ConnectionFactory artemisClient() {
        return new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory("tcp://localhost:" + artemisPort);
    }

    private ConnectionFactory amqpClient() {
        return new JmsConnectionFactory("amqp://localhost:" + artemisPort);
    }

    private String activeMqUrl() {
        return get(() -> activeMq.getTransportConnectors().get(0).getPublishableConnectString());
    }

    private com.rabbitmq.client.Connection rabbitIfItAnswers() {
        com.rabbitmq.client.ConnectionFactory factory = new com.rabbitmq.client.ConnectionFactory();
        factory.setConnectionTimeout(2000);
        try {
            com.rabbitmq.client.Connection connection = factory.newConnection();
            connection.createChannel().queueDeclare(rabbitQueue, false, false, false, null);
            return connection;
        } catch (IOException | java.util.concurrent.TimeoutException e) {
            return null;
        }
    }

    private void startArtemis() throws Exception {
        artemisPort = FreePort.find();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(true);
        configuration.setBrokerInstance(home.toFile());
        configuration.addAcceptorConfiguration("all", "tcp://localhost:" + artemisPort + "?protocols=CORE,AMQP");
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                        .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                        .setAutoDeleteQueues(false)
                        .setAutoDeleteAddresses(false));
        artemis.setConfiguration(configuration);
        artemis.setSecurityManager(new ActiveMQSecurityManager() {
            @Override
            public boolean validateUser(String user, String password) {
                return USER.equals(user) && PASSWORD.equals(password);
            }

            @Override
            public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
                return validateUser(user, password);
            }
        });
        artemis.start();
    }

    private static String hl7(String controlId, String family, String patient) {
        return "MSH|^~\\&|LIS|HOSP1|DHP|DHP|20260310091500||ADT^A04|" + controlId + "|P|2.3\r" + "PID|1||" + patient
                + "^^^HOSP1^MR||" + family + "^Бек||19850214|M\r";
    }

    private void statement(String sql) throws Exception {
        try (java.sql.Connection connection = DriverManager.getConnection(database, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
