package io.merkato.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The embedded database, used while {@code spring.datasource.url} is not set.
 *
 * @param directory keeps its binaries, its data and the generated secret
 */
@ConfigurationProperties("merkato.database")
record DatabaseProperties(@DefaultValue(".merkato") Path directory) {}
