package org.dhpbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadPacksTest {

    private static final String MANIFEST = "{\"name\":\"test\",\"version\":\"1\"}";
    private static final String PARENT = "http://hl7.org/fhir/StructureDefinition/";

    @TempDir
    Path home;

    private ProfilePack load(String name) {
        return ProfilePack.load(new HomeFiles(home), name);
    }

    private static String profile(String id, String type, String base, String... elements) {
        return "{\"resourceType\":\"StructureDefinition\",\"id\":\"" + id + "\",\"url\":\"" + url(id)
                + "\",\"type\":\"" + type + "\",\"derivation\":\"constraint\",\"baseDefinition\":\"" + base
                + "\",\"differential\":{\"element\":[" + String.join(",", elements) + "]}}";
    }

    private static String url(String id) {
        return "http://example.org/StructureDefinition/" + id;
    }

    private static String element(String id, String more) {
        return "{\"id\":\"" + id + "\",\"path\":\"" + id.replaceAll(":[^.]*", "") + "\"" + more + "}";
    }

    private String folder(String... definitions) throws IOException {
        Path folder = Files.createDirectories(home.resolve("pack"));
        Files.writeString(folder.resolve("package.json"), MANIFEST);
        for (int i = 0; i < definitions.length; i++) {
            Files.writeString(folder.resolve(i + ".json"), definitions[i]);
        }
        return "pack";
    }

    @FunctionalInterface
    private interface Entries {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private String archive(Entries entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(home.resolve("pack.tgz"));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
            entries.write(tar);
        }
        return "pack.tgz";
    }

    private static void put(TarArchiveOutputStream tar, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private void refused(String pack, String... words) {
        assertThatThrownBy(() -> load(pack))
                .isInstanceOf(PackException.class)
                .message()
                .contains(words)
                .endsWith(".");
    }

    @Test
    void aWellFormedPackOfOneProfileIsTaken() throws IOException {
        String pack = folder(profile("p", "Patient", PARENT + "Patient", element("Patient.name", ",\"min\":1")));
        assertThat(load(pack).id()).isEqualTo("test#1");
    }

    @Test
    void aProfileWithoutSnapshotOnAnUnknownBaseIsRefused() throws IOException {
        refused(
                folder(profile("p", "Patient", url("nowhere"), element("Patient.name", ",\"min\":1"))),
                url("p"),
                url("nowhere"),
                "snapshot");
    }

    @Test
    void aProfileWithoutAnyElementIsRefused() throws IOException {
        refused(folder(profile("p", "Patient", PARENT + "Patient")), url("p"), "neither a snapshot nor a differential");
    }

    @Test
    void profilesThatBuildOnEachOtherAreRefused() throws IOException {
        refused(
                folder(
                        profile("a", "Patient", url("b"), element("Patient.name", ",\"min\":1")),
                        profile("b", "Patient", url("a"), element("Patient.name", ",\"min\":1"))),
                "builds on itself",
                url("a"),
                url("b"));
    }

    @Test
    void aSliceThatDemandsItselfInsideItselfIsRefused() throws IOException {
        String itself = ",\"sliceName\":\"again\",\"min\":1,\"type\":[{\"code\":\"Extension\",\"profile\":[\""
                + url("e") + "\"]}]";
        refused(
                folder(profile(
                        "e",
                        "Extension",
                        PARENT + "Extension",
                        element("Extension.url", ",\"fixedUri\":\"" + url("e") + "\""),
                        element(
                                "Extension.extension",
                                ",\"slicing\":{\"discriminator\":[{\"type\":\"value\",\"path\":\"url\"}],\"rules\":\"open\"}"),
                        element("Extension.extension:again", itself))),
                "without end",
                url("e"));
    }

    @Test
    void aSliceThatNothingTellsApartIsRefused() throws IOException {
        refused(
                folder(profile(
                        "p",
                        "Patient",
                        PARENT + "Patient",
                        element(
                                "Patient.identifier",
                                ",\"slicing\":{\"discriminator\":[{\"type\":\"value\",\"path\":\"system\"}],\"rules\":\"open\"}"),
                        element("Patient.identifier:national", ",\"sliceName\":\"national\",\"min\":1"))),
                "Patient.identifier:national",
                "system");
    }

    @Test
    void anUnknownTypeIsRefused() throws IOException {
        refused(
                folder(profile(
                        "p",
                        "Patient",
                        PARENT + "Patient",
                        element("Patient.name", ",\"type\":[{\"code\":\"FullName\"}]"))),
                "FullName",
                url("p"));
        refused(folder(profile("p", "Petient", PARENT + "Petient", element("Petient.name", ",\"min\":1"))), "Petient");
    }

    @Test
    void anElementThatFhirDoesNotHaveIsRefused() throws IOException {
        refused(
                folder(profile("p", "Patient", PARENT + "Patient", element("Patient.colour", ",\"min\":1"))),
                "Patient.colour",
                url("p"));
    }

    @Test
    void valueSetsThatIncludeEachOtherAreRefused() throws IOException {
        String valueSet = "{\"resourceType\":\"ValueSet\",\"id\":\"%s\",\"url\":\"http://example.org/%s\","
                + "\"compose\":{\"include\":[{\"valueSet\":[\"http://example.org/%s\"]}]}}";
        refused(
                folder(
                        profile("p", "Patient", PARENT + "Patient", element("Patient.name", ",\"min\":1")),
                        valueSet.formatted("a", "a", "b"),
                        valueSet.formatted("b", "b", "a")),
                "includes itself");
    }

    @Test
    void aFileThatIsNoJsonIsRefused() throws IOException {
        String cut = profile("p", "Patient", PARENT + "Patient", element("Patient.name", ",\"min\":1"));
        refused(folder(cut.substring(0, cut.length() - 9)), "0.json", "not JSON");
    }

    @Test
    void aBombIsRefusedBeforeItIsUnpacked() throws IOException {
        String pack = archive(tar -> {
            byte[] zeros = new byte[1 << 20];
            TarArchiveEntry entry = new TarArchiveEntry("package/huge.json", true);
            entry.setSize(600L << 20);
            tar.putArchiveEntry(entry);
            for (int i = 0; i < 600; i++) {
                tar.write(zeros);
            }
            tar.closeArchiveEntry();
        });
        assertThat(Files.size(home.resolve(pack))).isLessThan(2 << 20);
        refused(pack, "unpacks to more than");
    }

    @Test
    void pathsThatLeaveTheArchiveAreRefused() throws IOException {
        for (String name :
                new String[] {"../evil.json", "/etc/evil.json", "package/../../evil.json", "C:\\evil.json"}) {
            refused(archive(tar -> put(tar, name, "{}")), "outside the archive");
        }
        refused(
                archive(tar -> {
                    TarArchiveEntry link = new TarArchiveEntry("package/link.json", TarArchiveEntry.LF_SYMLINK);
                    link.setLinkName("/etc/passwd");
                    tar.putArchiveEntry(link);
                    tar.closeArchiveEntry();
                }),
                "outside the archive");
        assertThat(home.resolve("../evil.json")).doesNotExist();
    }

    @Test
    void aTruncatedArchiveIsRefused() throws IOException {
        String pack = archive(tar -> {
            put(tar, "package/package.json", MANIFEST);
            put(
                    tar,
                    "package/p.json",
                    profile("p", "Patient", PARENT + "Patient", element("Patient.name", ",\"min\":1")));
        });
        byte[] whole = Files.readAllBytes(home.resolve(pack));
        for (int length : new int[] {0, 5, whole.length / 4, whole.length / 2, whole.length * 3 / 4}) {
            Files.write(home.resolve(pack), Arrays.copyOf(whole, length));
            refused(pack, "pack.tgz");
        }
    }

    @Test
    void whatIsNoPackageIsRefused() throws IOException {
        refused("no-such-pack", "There is no profile pack no-such-pack");
        refused("gone.tgz", "gone.tgz", "does not exist");
        refused(archive(tar -> put(tar, "package/other.json", "{}")), "package.json");
        Files.write(home.resolve("text.tgz"), new ByteArrayOutputStream().toByteArray());
        refused("text.tgz", "text.tgz");
        Files.createDirectories(home.resolve("empty"));
        refused("empty", "no JSON file");
        refused(folder(), "no StructureDefinition");
    }
}
