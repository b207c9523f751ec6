package org.dhpbridge.profile;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.home.HomeFiles;

/** The packs that the bridge brings along and others, each loaded once for all tests of a JVM. */
public final class Packs {

    private static final HomeFiles NO_HOME = new HomeFiles(Path.of("target/no-home"));
    private static final Map<String, ProfilePack> LOADED = new ConcurrentHashMap<>();

    private Packs() {}

    /** The one that a bridge goes by when nothing is set. */
    public static ProfilePack usual() {
        return of("uz-core-0.7.0");
    }

    /** @param name as {@code uz-core-0.3.0}, or where an archive is */
    public static ProfilePack of(String name) {
        return LOADED.computeIfAbsent(name, one -> ProfilePack.load(NO_HOME, one));
    }
}
