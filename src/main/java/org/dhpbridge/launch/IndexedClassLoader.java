package org.dhpbridge.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Finds classes and resources in a list of jars by an index of their folders, in the order of the list as
 * {@link URLClassLoader} does.
 */
final class IndexedClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/");

    private final Map<String, List<Jar>> byFolder = new HashMap<>();

    /**
     * @param urls of jars, each {@code jar:…!/}: what {@link JarURLConnection} opens
     * @throws IOException when one of them cannot be read
     */
    IndexedClassLoader(URL[] urls, ClassLoader parent) throws IOException {
        super(urls, parent);
        for (URL url : urls) {
            Jar jar = new Jar(url, ((JarURLConnection) url.openConnection()).getJarFile());
            jar.file().stream().map(JarEntry::getName).forEach(name -> index(name, jar));
        }
    }

    private void index(String entry, Jar jar) {
        String name = entry.startsWith("META-INF/versions/")
                ? VERSIONED.matcher(entry).replaceFirst("")
                : entry;
        List<Jar> jars = byFolder.computeIfAbsent(folder(name), folder -> new ArrayList<>(1));
        if (jars.isEmpty() || jars.get(jars.size() - 1) != jar) {
            jars.add(jar);
        }
    }

    /** Where an entry stands: {@code a/b} for {@code a/b/c} and for {@code a/b/c/}. */
    private static String folder(String entry) {
        int end = entry.endsWith("/") ? entry.length() - 2 : entry.length() - 1;
        return entry.substring(0, Math.max(entry.lastIndexOf('/', end), 0));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/').concat(".class");
        for (Jar jar : byFolder.getOrDefault(folder(path), List.of())) {
            JarEntry entry = jar.file().getJarEntry(path);
            if (entry != null) {
                return define(name, jar, entry);
            }
        }
        throw new ClassNotFoundException(name);
    }

    private Class<?> define(String name, Jar jar, JarEntry entry) throws ClassNotFoundException {
        byte[] bytes;
        try (InputStream in = jar.file().getInputStream(entry)) {
            bytes = in.readAllBytes();
            definePackageOf(name, jar);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return defineClass(name, bytes, 0, bytes.length, new CodeSource(jar.url(), (Certificate[]) null));
    }

    private void definePackageOf(String name, Jar jar) throws IOException {
        int end = name.lastIndexOf('.');
        if (end > 0 && getDefinedPackage(name.substring(0, end)) == null) {
            String packageName = name.substring(0, end);
            try {
                if (jar.file().getManifest() == null) {
                    definePackage(packageName, null, null, null, null, null, null, null);
                } else {
                    definePackage(packageName, jar.file().getManifest(), jar.url());
                }
            } catch (IllegalArgumentException definedByAnotherThread) {
                if (getDefinedPackage(packageName) == null) {
                    throw definedByAnotherThread;
                }
            }
        }
    }

    @Override
    public URL findResource(String name) {
        for (Jar jar : byFolder.getOrDefault(folder(name), List.of())) {
            if (jar.holds(name)) {
                return jar.resource(name);
            }
        }
        return null;
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        List<URL> found = new ArrayList<>();
        for (Jar jar : byFolder.getOrDefault(folder(name), List.of())) {
            if (jar.holds(name)) {
                found.add(jar.resource(name));
            }
        }
        return Collections.enumeration(found);
    }

    private record Jar(URL url, JarFile file) {

        boolean holds(String name) {
            // The root of a jar is asked for with an empty name, and stands in no list of entries.
            return name.isEmpty() || file.getJarEntry(name) != null;
        }

        URL resource(String name) {
            try {
                return new URL(
                        url, new URI(null, null, "/" + name, null).getRawPath().substring(1));
            } catch (URISyntaxException | MalformedURLException e) {
                throw new IllegalArgumentException("No URL can be made of the name " + name, e);
            }
        }
    }
}
