package org.dhpbridge.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.dhpbridge.ledger.LedgerLook;
import org.dhpbridge.ledger.LedgerSettings;

/** The folders of the bridge, and how much the disk still takes. */
final class HomeCheck {

    private static final long MEGABYTE = 1_000_000;
    private static final long TOO_LITTLE = 200 * MEGABYTE;
    private static final long LITTLE = 2_000 * MEGABYTE;

    private final Settings settings;
    private final Consumer<Finding> findings;

    HomeCheck(Settings settings, Consumer<Finding> findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void run() {
        Path home = settings.home();
        Set<Path> written = new LinkedHashSet<>();
        written.add(home.resolve("inbound"));
        Path ledger = LedgerLook.folder(settings.bound("dhp.ledger", LedgerSettings.class));
        written.add(ledger == null ? home.resolve("data") : ledger);
        boolean writable = true;
        for (Path folder : written) {
            Path place = existing(folder);
            if (!Files.isDirectory(place) || !Files.isWritable(place)) {
                writable = false;
                findings.accept(Finding.failed(
                        "home",
                        folder + (place.equals(folder) ? "" : " is not there, and " + place) + " cannot be written",
                        "Let the user that runs the bridge write there (chown, or the volume's rights), or name another"
                                + " folder in dhp.home."));
            }
        }
        if (writable) {
            findings.accept(Finding.ok(
                    "home",
                    Files.isDirectory(home)
                            ? home + " can be written"
                            : home + " is not there yet; it is made at the first start"));
        }
        written.stream()
                .map(HomeCheck::existing)
                .map(HomeCheck::store)
                .distinct()
                .forEach(findings);
    }

    private static Path existing(Path folder) {
        Path place = folder;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    private static Finding store(Path folder) {
        try {
            return disk(Files.getFileStore(folder).getUsableSpace(), mount(folder));
        } catch (IOException e) {
            return Finding.warning(
                    "disk",
                    "how much is free at " + folder + " cannot be told ("
                            + e.getClass().getSimpleName() + ")",
                    "Look with df.");
        }
    }

    /** The highest folder on the same disk, so that two folders of one disk make one finding. */
    private static Path mount(Path folder) throws IOException {
        Path top = folder.toAbsolutePath();
        while (top.getParent() != null && Files.getFileStore(top.getParent()).equals(Files.getFileStore(folder))) {
            top = top.getParent();
        }
        return top;
    }

    static Finding disk(long free, Path place) {
        String facts =
                (free < LITTLE ? free / MEGABYTE + " MB" : free / (1_000 * MEGABYTE) + " GB") + " free at " + place;
        String fix =
                "Make room, or move the ledger and the inbound folders to a larger disk: a full one holds every source"
                        + " back. What ended long ago can be purged (docs/at-rest.md).";
        if (free < TOO_LITTLE) {
            return Finding.failed("disk", facts, fix);
        }
        return free < LITTLE ? Finding.warning("disk", facts, fix) : Finding.ok("disk", facts);
    }
}
