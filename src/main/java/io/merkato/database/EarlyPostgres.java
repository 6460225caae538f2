package io.merkato.database;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The embedded PostgreSQL, which starts while the application is put together: that has much to do before it needs a database. It is a post-processor because those
 * are made first.
 */
public final class EarlyPostgres implements BeanFactoryPostProcessor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyPostgres.class);

    private final CompletableFuture<EmbeddedPostgres> postgres;
    private final CompletableFuture<EmbeddedPostgres.Access> access;

    EarlyPostgres(Path directory, String rolesSql) {
        postgres = CompletableFuture.supplyAsync(
                () -> EmbeddedPostgres.start(directory, EmbeddedPostgres.Durability.KEPT),
                start -> Thread.ofPlatform().name("postgres-start").start(start));
        access = postgres.thenApply(started -> started.open("merkato", rolesSql));
    }

    /** Once it is there. */
    EmbeddedPostgres.Access access() {
        return access.join();
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {}

    @Override
    public void close() {
        try {
            access.join();
        } catch (CompletionException e) {
            LOG.debug("Whoever needed it has said so", e);
        }
        if (!postgres.isCompletedExceptionally()) {
            postgres.join().close();
        }
    }
}
