package org.dhpbridge.ledger;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How bridges on one PostgreSQL share sources that only one may read: folders, SFTP servers, tables.
 *
 * @param lease how long after its last sign of life a bridge still counts as the reader of a source; another one takes over
 *     after at most this and a third of it
 */
@ConfigurationProperties("dhp.source")
@Validated
record ReaderSettings(@DefaultValue("15s") @NotNull @DurationMin(seconds = 1) Duration lease) {}
