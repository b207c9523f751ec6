package org.dhpbridge.console.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.kernel.Digests;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The console's style sheet and scripts, each under an address that changes with its content. */
@Controller
@ConsoleFeature
public final class Assets {

    private record Asset(byte[] content, String hash, MediaType type) {}

    private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");
    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");

    private final Map<String, Asset> assets = Map.of(
            "console.css", asset("/org/dhpbridge/console/assets/console.css", CSS),
            "console.js", asset("/org/dhpbridge/console/assets/console.js", SCRIPT),
            "htmx.js", asset(htmx(), SCRIPT));

    /** The version is the jar's own: the path has it. */
    private static String htmx() {
        return "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    }

    private static Asset asset(String path, MediaType type) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The jar has no " + path);
            }
            byte[] content = in.readAllBytes();
            String hash = Digests.sha256Hex(content).substring(0, 16);
            return new Asset(content, hash, type);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + " in the jar", e);
        }
    }

    String address(String name) {
        return "/console/assets/" + assets.get(name).hash() + "/" + name;
    }

    @GetMapping("/console/assets/{hash}/{name}")
    ResponseEntity<byte[]> file(@PathVariable String hash, @PathVariable String name) {
        Asset asset = assets.get(name);
        if (asset == null || !asset.hash().equals(hash)) {
            return ResponseEntity.notFound().build();
        }
        return ResponseEntity.ok()
                .contentType(asset.type())
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .body(asset.content());
    }
}
