package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Files on a real SFTP server, fetched by password and by key. */
@ExtendWith(OutputCaptureExtension.class)
class SftpSourceTest {

    private static final String ADMISSION =
            """
            MSH|^~\\&|HIS|HOSP1|DHP|DHP|20260310091500||ADT^A01^ADT_A01|C1|P|2.5|||||UZB|UNICODE UTF-8\r\
            PID|1||4711^^^HOSP1^MR||Toʻlqinov^Gʻayrat||19850214|M\r\
            PV1|1|I|TER^12^1^HOSP1|||||||||||||||V100|||||||||||||||||||||||||20260310090000\r""";

    @TempDir
    Path home;

    @TempDir
    Path served;

    @Test
    void filesAreTakenByPasswordAndByKeyAndOnlyFromAServerThatIsKnown(CapturedOutput log) throws Exception {
        Files.createDirectories(served.resolve("csv"));
        Files.createDirectories(served.resolve("hl7"));
        Path key = home.resolve("key");
        KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.RSA, 2048);
        pair.writePrivateKey(key.toString());
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        pair.writePublicKey(ours, "bridge");
        PublicKey allowed = PublicKeyEntry.parsePublicKeyEntry(
                        ours.toString(StandardCharsets.US_ASCII).strip())
                .resolvePublicKey(null, null, null);
        try (SshServer server = server(allowed)) {
            server.start();
            Path known = knownHosts(server);
            source(
                    "by-password",
                    server,
                    "password=se+cr%et",
                    "knownHosts=" + known,
                    "format=csv",
                    "feed=patients",
                    "folder=csv");
            source("by-key", server, "keyFile=" + key, "knownHosts=" + known, "format=hl7", "folder=hl7");
            source(
                    "unknown",
                    server,
                    "password=se+cr%et",
                    "knownHosts=" + Files.createFile(home.resolve("nobody")),
                    "format=csv",
                    "feed=patients",
                    "folder=hl7");
            put(
                    "csv/p.csv",
                    "patient_id,family,given,gender,birth_date\nP1,Azizov,Bek,M,1990-01-02\n"
                            .getBytes(StandardCharsets.UTF_8));
            put(
                    "csv/more.zip",
                    zip("in/p.csv", "patient_id,family,given,gender,birth_date\nP2,Azizova,Lola,F,1990-01-02\n"));
            put("csv/junk.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
            put("hl7/a.hl7.gz", gzip(ADMISSION));
            Files.setLastModifiedTime(
                    served.resolve("hl7/a.hl7.gz"), FileTime.from(Instant.now().plus(Duration.ofHours(5))));
            try (RunningBridge bridge = RunningBridge.startWithoutSamples(home, "--dhp.sources=by-*,unknown")) {
                await(() -> names("csv").isEmpty() && names("hl7").isEmpty());
                bridge.awaitQuiet();
                put(
                        "csv/p.csv",
                        "patient_id,family,given,gender,birth_date\nP3,Azizov,Bek,M,1990-01-02\n"
                                .getBytes(StandardCharsets.UTF_8));
                await(() -> names("csv").isEmpty());
                bridge.awaitQuiet();

                assertThat(bridge.api("/api/messages").findValuesAsText("location"))
                        .containsExactlyInAnyOrder(
                                "p.csv, line 2",
                                "p.csv, line 2",
                                "more.zip, in/p.csv, line 2",
                                "a.hl7.gz, message 1, byte 0");
                assertThat(bridge.api("/api/messages").findValuesAsText("state"))
                        .containsOnly("delivered");
                assertThat(names("csv/.done"))
                        .hasSize(3)
                        .filteredOn(name -> name.startsWith("p."))
                        .hasSize(2);
                assertThat(names("csv/.failed"))
                        .hasSize(2)
                        .anyMatch(name -> name.matches("junk\\..*\\.csv"))
                        .anyMatch(name -> name.matches("junk\\..*\\.csv\\.reason\\.txt"));
                assertThat(names("hl7/.done")).hasSize(1);
                await(() -> log.getAll().contains("source unknown cannot be read now"));
                assertThat(log.getAll())
                        .as("nothing of the password, no other line about a server that is not there")
                        .doesNotContain("se+cr%et", "\tat org.apache.camel");
                try (Stream<Path> left = Files.walk(home.resolve("data/sftp"))) {
                    assertThat(left.filter(Files::isRegularFile))
                            .as("nothing stays in the working folder")
                            .isEmpty();
                }
            }
        }
    }

    private SshServer server(PublicKey allowed) {
        SshServer server = SshServer.setUpDefaultServer();
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(home.resolve("host-key")));
        server.setPasswordAuthenticator((user, password, session) -> password.equals("se+cr%et"));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(served));
        return server;
    }

    private Path knownHosts(SshServer server) throws Exception {
        PublicKey host =
                server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
        return Files.writeString(
                home.resolve("known_hosts"),
                "[localhost]:" + server.getPort() + " " + PublicKeyEntry.toString(host) + "\n");
    }

    private void source(String id, SshServer server, String... parameters) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("host=localhost", "port=" + server.getPort(), "user=dhp", "settle=300", "poll=300"));
        all.addAll(List.of(parameters));
        SourceFile.write(home, id, "sftp-files", all.toArray(String[]::new));
    }

    private void put(String path, byte[] content) throws IOException {
        Path target = served.resolve(path);
        Path part = Files.write(target.resolveSibling(target.getFileName() + ".part"), content);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] zip(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(served.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
    }
}
