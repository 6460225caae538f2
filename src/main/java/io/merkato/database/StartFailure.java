package io.merkato.database;

import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the embedded PostgreSQL did not start, in place of the traces of everything that needs it. */
class StartFailure extends AbstractFailureAnalyzer<UncheckedIOException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, UncheckedIOException cause) {
        String message = cause.getMessage();
        return message != null && message.startsWith(EmbeddedPostgres.NOT_STARTED)
                ? new FailureAnalysis(message, null, cause)
                : null;
    }
}
