package org.dhpbridge.pipeline;

import java.io.File;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.FileChangedExclusiveReadLockStrategy;

/**
 * Tells a file of this machine that is complete by the time of its last change. Where that lies in the future, as of a machine
 * whose clock is ahead, the file is complete when it does not change while it is watched.
 */
public final class SettledFiles extends FileChangedExclusiveReadLockStrategy {

    private static final long CHECKED_EVERY = 100;
    private static final long WAITED_FOR = 2000;

    private long settle;

    public SettledFiles() {
        setMinLength(0);
    }

    /** @param settle how long a file must have been left unchanged, in milliseconds */
    public void setSettle(long settle) {
        this.settle = settle;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) throws Exception {
        boolean isAhead = file.getLastModified() > System.currentTimeMillis();
        long watched = Math.max(settle, CHECKED_EVERY);
        setMinAge(isAhead ? 0 : settle);
        setCheckInterval(isAhead ? watched : CHECKED_EVERY);
        setTimeout(isAhead ? 2 * watched : WAITED_FOR);
        return super.acquireExclusiveReadLock(operations, file, exchange);
    }
}
