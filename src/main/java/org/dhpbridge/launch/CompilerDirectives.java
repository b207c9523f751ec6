package org.dhpbridge.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Which methods HotSpot's second compiler (C2) may compile: see {@code compiler-directives.json}, and
 * docs/decisions/0019-one-compiler-for-most.md for why. Same as {@code jcmd … Compiler.directives_add} (JEP 165).
 */
public final class CompilerDirectives {

    private static final String DIRECTIVES = "compiler-directives.json";
    private static final String ADDED = "compiler directives added";

    /** {@code true}: none are given, and C2 compiles all. As an argument, a system property or an environment variable. */
    private static final String COMPILE_ALL = "dhp.compile-all";

    private static final String COMPILE_ALL_VARIABLE = "DHP_COMPILE_ALL";

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

    private static boolean compilesAll(String... arguments) {
        String option = "--" + COMPILE_ALL + '=';
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(option))
                .map(argument -> argument.substring(option.length()))
                .reduce((earlier, later) -> later)
                .or(() -> Optional.ofNullable(System.getProperty(COMPILE_ALL)))
                .or(() -> Optional.ofNullable(System.getenv(COMPILE_ALL_VARIABLE)))
                .map(Boolean::parseBoolean)
                .orElse(false);
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
