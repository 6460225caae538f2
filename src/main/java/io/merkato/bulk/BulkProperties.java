package io.merkato.bulk;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxUpload the largest file that is taken
 * @param lease how long a worker may be silent before another takes over its import
 * @param poll how often a worker looks for imports that others left
 * @param keepUploads how long files are kept
 */
@ConfigurationProperties("merkato.imports")
record BulkProperties(
        @DefaultValue("100MB") DataSize maxUpload,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("5s") Duration poll,
        @DefaultValue("7d") Duration keepUploads) {}
