package org.dhpbridge.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;

/**
 * What {@code java -jar dhp-bridge.jar} runs: {@link org.dhpbridge.DhpBridge}, by a class loader that asks one jar for a class
 * where Spring Boot's asks two hundred in turn: of 1,005 samples of a start 299 were in that search. From a folder of jars, as
 * in the image, and from Maven the bridge is started as it is.
 */
public final class Main {

    private static final String BRIDGE = "org.dhpbridge.DhpBridge";

    private Main() {}

    /**
     * @param args those of {@link org.dhpbridge.DhpBridge#main}
     * @throws Exception what the bridge throws, as it throws it; {@link IOException} when the jar cannot be read
     */
    public static void main(String[] args) throws Exception {
        CompilerDirectives.add(args);
        ClassLoader loader = bridgeLoader(Main.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class.forName(BRIDGE, true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static ClassLoader bridgeLoader(ClassLoader own) throws IOException {
        // Only Spring Boot's loader of nested jars is one: the JDK's own has been none since Java 9.
        return own instanceof URLClassLoader nested ? new IndexedClassLoader(nested.getURLs(), own.getParent()) : own;
    }
}
