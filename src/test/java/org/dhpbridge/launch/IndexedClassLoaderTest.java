package org.dhpbridge.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two jars that share a package, as many of the bridge's do, found as a class path of the same order finds them. */
class IndexedClassLoaderTest {

    @TempDir
    Path folder;

    private IndexedClassLoader loader;

    @BeforeEach
    void twoJars() throws IOException {
        byte[] first = compiled(
                "shared.First",
                "package shared; public class First implements"
                        + " java.util.function.Supplier<String> { public String get() { return Second.WORD + Second.both(); } }");
        byte[] second = compiled("shared.Second", "");
        Map<String, byte[]> one = new LinkedHashMap<>();
        one.put("shared/", new byte[0]);
        one.put("shared/First.class", first);
        one.put("both.txt", bytes("of the first"));
        one.put("deep/only in one, 100%.txt", bytes("odd name"));
        Map<String, byte[]> two = new LinkedHashMap<>();
        two.put("shared/", new byte[0]);
        two.put("shared/Second.class", second);
        two.put("shared/Broken.class", bytes("no class"));
        two.put("both.txt", bytes("of the second"));
        two.put("deep/only in two.txt", bytes("two"));
        loader = new IndexedClassLoader(
                new URL[] {jar("one.jar", "Implementation-Version: 1.2\n", one), jar("two.jar", "", two)},
                ClassLoader.getPlatformClassLoader());
    }

    @Test
    void aPackageOverTwoJarsIsOnePackage() throws Exception {
        assertThat(((Supplier<?>) loader.loadClass("shared.First")
                                .getConstructor()
                                .newInstance())
                        .get())
                .isEqualTo("second, package-private");
    }

    @Test
    void whatStandsInTheManifestIsKnownOfThePackage() throws Exception {
        assertThat(loader.loadClass("shared.First").getPackage().getImplementationVersion())
                .isEqualTo("1.2");
        assertThat(loader.loadClass("shared.First")
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString())
                .contains("one.jar");
    }

    @Test
    void theFirstJarWinsAndAllAreListedInOrder() throws IOException {
        assertThat(text(loader.getResource("both.txt"))).isEqualTo("of the first");
        List<String> all = new ArrayList<>();
        for (URL url : Collections.list(loader.getResources("both.txt"))) {
            all.add(text(url));
        }
        assertThat(all).containsExactly("of the first", "of the second");
    }

    @Test
    void foldersAreFoundAsScannersAskForThem() throws IOException {
        assertThat(Collections.list(loader.getResources("shared/"))).hasSize(2);
        assertThat(Collections.list(loader.getResources("shared"))).hasSize(2);
    }

    @Test
    void oddNamesAreRead() throws IOException {
        assertThat(text(loader.getResource("deep/only in one, 100%.txt"))).isEqualTo("odd name");
        assertThat(text(loader.getResource("deep/only in two.txt"))).isEqualTo("two");
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        assertThat(loader.getResource("shared/Third.class")).isNull();
        assertThat(loader.getResource("nowhere/at/all")).isNull();
        assertThat(Collections.list(loader.getResources("deep/none.txt"))).isEmpty();
        assertThatThrownBy(() -> loader.loadClass("shared.Third")).isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> loader.loadClass("NoPackage")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void aBrokenClassIsAnErrorAndNotAnotherJarsTurn() {
        assertThatThrownBy(() -> loader.loadClass("shared.Broken")).isInstanceOf(ClassFormatError.class);
    }

    @Test
    void manyThreadsGetTheSameClass() {
        assertThat(IntStream.range(0, 200)
                        .parallel()
                        .mapToObj(i -> load(i % 2 == 0 ? "shared.First" : "shared.Second"))
                        .distinct())
                .hasSize(2);
    }

    private Class<?> load(String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private URL jar(String name, String manifest, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        Manifest head = new Manifest(
                new java.io.ByteArrayInputStream(bytes("Manifest-Version: 1.0\nMulti-Release: true\n" + manifest)));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), head)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return new URL("jar:" + file.toUri() + "!/");
    }

    /** Both classes are compiled together; the bytes of one are handed back. */
    private byte[] compiled(String name, String source) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.createDirectories(sources.resolve("shared"));
        Files.writeString(
                sources.resolve("shared/Second.java"),
                "package shared; class Second { static final String WORD ="
                        + " \"second\".toString(); static String both() { return \", package-private\"; } }");
        Path file = sources.resolve(name.replace('.', '/') + ".java");
        if (!source.isEmpty()) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
        }
        List<String> options = List.of(
                "-proc:none", "-d", classes.toString(), "-cp", sources.toString(), "-sourcepath", sources.toString());
        List<String> command = new ArrayList<>(options);
        command.add(file.toString());
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new)))
                .isZero();
        return Files.readAllBytes(classes.resolve(name.replace('.', '/') + ".class"));
    }
}
