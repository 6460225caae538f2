package io.merkato.bulk;

/** Where an import stands. */
public enum ProductImportStatus {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    boolean isFinished() {
        return this != QUEUED && this != RUNNING;
    }
}
