package org.dhpbridge.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files that only their owner may read and write: mode 600, or on Windows an access list with one entry. */
final class OwnerOnly {

    private static final Set<PosixFilePermission> MODE_600 = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** A new, empty file in the folder of another one. */
    static Path createBeside(Path file) throws IOException {
        Path folder = file.getParent();
        String prefix = "." + file.getFileName();
        boolean posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
        Path created = posix
                ? Files.createTempFile(folder, prefix, ".part", PosixFilePermissions.asFileAttribute(MODE_600))
                : Files.createTempFile(folder, prefix, ".part");
        restrict(created);
        return created;
    }

    /** @throws IOException when the file is not ours, or its file system knows no owners */
    static void restrict(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            if (!posix.readAttributes().permissions().equals(MODE_600)) {
                posix.setPermissions(MODE_600);
            }
            return;
        }
        AclFileAttributeView list = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (list == null) {
            throw new IOException("the file system of " + file + " cannot keep a file from other users");
        }
        list.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(list.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build()));
    }
}
