package org.dhpbridge.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** LinuxForHealth's HL7v2 converter behind a class loader of its own: it needs other versions of HAPI than the bridge. */
final class LinuxForHealth {

    private static final Path CLASSPATH = Path.of("benchmarks/linuxforhealth/target/classpath.txt");

    private final MethodHandle convert;

    private LinuxForHealth(MethodHandle convert) {
        this.convert = convert;
    }

    /** @throws IllegalStateException when it was not fetched */
    static LinuxForHealth load() throws IOException, ReflectiveOperationException {
        if (!Files.exists(CLASSPATH)) {
            throw new IllegalStateException(
                    CLASSPATH
                            + " is missing: fetch the converter with mvn -f benchmarks/linuxforhealth/pom.xml process-resources");
        }
        ClassLoader loader = new URLClassLoader("linuxforhealth", jars(), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = loader.loadClass("io.github.linuxforhealth.hl7.HL7ToFHIRConverter");
        Object converter = type.getConstructor().newInstance();
        return new LinuxForHealth(MethodHandles.publicLookup()
                .findVirtual(type, "convert", MethodType.methodType(String.class, String.class))
                .bindTo(converter));
    }

    private static URL[] jars() throws IOException {
        List<URL> jars = new ArrayList<>();
        for (String jar : Files.readString(CLASSPATH).strip().split(File.pathSeparator)) {
            jars.add(url(jar));
        }
        return jars.toArray(URL[]::new);
    }

    private static URL url(String jar) throws MalformedURLException {
        return Path.of(jar).toUri().toURL();
    }

    /** @return a FHIR R4 bundle as JSON */
    String convert(String message) throws Throwable {
        return (String) convert.invokeExact(message);
    }
}
