package org.dhpbridge.pipeline;

import com.jcraft.jsch.ChannelSftp.LsEntry;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.remote.strategy.SftpChangedExclusiveReadLockStrategy;

/** Tells a file of an SFTP server that is complete, as {@link SettledFiles} does one of this machine. */
public final class SettledServerFiles extends SftpChangedExclusiveReadLockStrategy {

    private static final long CHECKED_EVERY = 1000;
    private static final long WAITED_FOR = 20_000;

    private long settle;

    public SettledServerFiles() {
        setMinLength(0);
    }

    /** @param settle how long a file must have been left unchanged, in milliseconds */
    public void setSettle(long settle) {
        this.settle = settle;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<LsEntry> operations, GenericFile<LsEntry> file, Exchange exchange) throws Exception {
        boolean isAhead = file.getLastModified() > System.currentTimeMillis();
        long watched = Math.max(settle, CHECKED_EVERY);
        setMinAge(isAhead ? 0 : settle);
        setCheckInterval(isAhead ? watched : CHECKED_EVERY);
        setTimeout(isAhead ? 2 * watched : WAITED_FOR);
        return super.acquireExclusiveReadLock(operations, file, exchange);
    }
}
