package org.dhpbridge.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database file that nobody else on the machine can read, where the file system knows owners as POSIX does. */
final class OwnersFiles {

    private static final Set<PosixFilePermission> MODE_600 = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> MODE_700 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Logger LOG = LoggerFactory.getLogger(OwnersFiles.class);

    private OwnersFiles() {}

    /** A folder that is there keeps its permissions: others may be at home in it. */
    static void makeFolder(Path folder) throws IOException {
        if (knowsOwners(folder) && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, MODE_700);
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Makes the file, empty, if there is none; SQLite gives the files that it puts beside it the same permissions. */
    static void make(Path file) throws IOException {
        if (!knowsOwners(file)) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(MODE_600));
        } catch (FileAlreadyExistsException earlier) {
            restrict(file);
        }
    }

    private static void restrict(Path file) throws IOException {
        if (!Files.getPosixFilePermissions(file).equals(MODE_600)) {
            try {
                Files.setPosixFilePermissions(file, MODE_600);
            } catch (FileSystemException ofAnotherUser) {
                LOG.warn("The permissions of {} are its owner's to change: let nobody else read it.", file);
            }
        }
    }

    private static boolean knowsOwners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
