package org.dhpbridge.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Which methods HotSpot's second compiler (C2) may compile: see {@code compiler-directives.json}, and
 * docs/decisions/0019-one-compiler-for-most.md for why. Same as {@code jcmd … Compiler.directives_add} (JEP 165).
 */
public final class CompilerDirectives {

    private static final String DIRECTIVES = "compiler-directives.json";
    private static final String ADDED = "compiler directives added";

    /** {@code dhp.compile-all}, however Spring lets it be written: then none are given, and C2 compiles all. */
    private static final String COMPILE_ALL = "dhpcompileall";

    private static final Set<String> YES = Set.of("true", "yes", "on", "1");

    /** A system property, for the bridge has this class from another loader. */
    private static final String MARK = "dhp.launch.compiler-directives";

    private CompilerDirectives() {}

    /**
     * Gives them to the JVM that runs this. One that takes none runs the bridge as well, and warms up more slowly: that is told.
     *
     * @param arguments those of the bridge
     */
    static void add(String... arguments) {
        try {
            if (!compilesAll(arguments) && hasBothCompilers()) {
                String answer = give();
                if (answer.contains(ADDED)) {
                    System.setProperty(MARK, "true");
                } else {
                    tell(answer);
                }
            }
        } catch (IOException | JMException | RuntimeException | LinkageError e) {
            tell(e.toString());
        }
    }

    /** Whether this JVM has them. */
    public static boolean areGiven() {
        return Boolean.getBoolean(MARK);
    }

    /** An argument counts before a system property, and that before an environment variable, as Spring has it. */
    private static boolean compilesAll(String... arguments) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            String[] option = argument.split("=", 2);
            if (argument.startsWith("--") && option.length == 2) {
                options.put(option[0], option[1]);
            }
        }
        Map<String, String> properties = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> properties.put(name, System.getProperty(name)));
        return Stream.of(options, properties, System.getenv())
                .flatMap(source -> source.entrySet().stream())
                .filter(setting -> lettersOf(setting.getKey()).equals(COMPILE_ALL))
                .findFirst()
                .map(setting -> YES.contains(setting.getValue().strip().toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    private static String lettersOf(String name) {
        return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }

    /** Where there is no first compiler, what the second one leaves alone would only be interpreted. */
    private static boolean hasBothCompilers() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return jvm.getVMOption("TieredCompilation").getValue().equals("true")
                && !jvm.getVMOption("CompilationMode").getValue().startsWith("high-only");
    }

    private static String give() throws IOException, JMException {
        Path file = Files.createTempFile("dhp-bridge-", "-" + DIRECTIVES);
        try (InputStream directives = CompilerDirectives.class.getResourceAsStream(DIRECTIVES)) {
            Files.write(file, directives.readAllBytes());
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "compilerDirectivesAdd",
                            new Object[] {new String[] {'"' + file.toString() + '"'}},
                            new String[] {String[].class.getName()});
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void tell(String why) {
        System.getLogger(CompilerDirectives.class.getName())
                .log(
                        Level.INFO,
                        "The compiler directives could not be given; the bridge needs longer to be at its pace: {0}",
                        why);
    }
}
