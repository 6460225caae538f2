package io.merkato.bulk;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxUpload the largest file that is taken
 * @param lease how long a worker may be silent before another takes over its import
 * @param poll how often a worker looks for imports that others left
 * @param turn how long the worker stays with one tenant's import while others wait
 * @param maxKept the most that all files of one tenant may have together that are not imported yet
 * @param maxWaiting the most imports of one tenant that are not finished
 * @param keepUnused how long a file is kept that nobody imports
 * @param keepImported how long a file is kept whose imports are finished
 */
@ConfigurationProperties("merkato.imports")
record BulkProperties(
        @DefaultValue("100MB") DataSize maxUpload,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("5s") Duration poll,
        @DefaultValue("20s") Duration turn,
        @DefaultValue("1GB") DataSize maxKept,
        @DefaultValue("20") int maxWaiting,
        @DefaultValue("1d") Duration keepUnused,
        @DefaultValue("7d") Duration keepImported) {}
