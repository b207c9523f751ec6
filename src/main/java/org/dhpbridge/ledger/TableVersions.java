package org.dhpbridge.ledger;

import java.util.Arrays;
import java.util.function.Predicate;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;

/**
 * How far the tables of a ledger are, and how far this dhp-bridge knows them.
 *
 * @param ledger the newest change that was made to them, as {@code 34}; empty when there was none
 * @param known the newest change that this dhp-bridge has
 * @param isNewer whether a change was made that this dhp-bridge does not have
 */
record TableVersions(String ledger, String known, boolean isNewer) {

    /** Of a ledger that was not opened. */
    static final TableVersions NONE = new TableVersions("", "", false);

    static TableVersions of(MigrationInfoService migrations) {
        return new TableVersions(
                newest(migrations, change -> change.getState().isApplied()),
                newest(migrations, change -> change.getState().isResolved()),
                Arrays.stream(migrations.applied())
                        .anyMatch(change -> !change.getState().isResolved()));
    }

    private static String newest(MigrationInfoService migrations, Predicate<MigrationInfo> which) {
        return Arrays.stream(migrations.all())
                .filter(which)
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .map(MigrationVersion::getVersion)
                .orElse("");
    }
}
