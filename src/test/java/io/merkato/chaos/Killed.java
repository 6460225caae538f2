package io.merkato.chaos;

/** What is killed at once, with no chance to finish anything, and begins again. */
interface Killed extends AutoCloseable {

    void kill() throws Exception;

    void start() throws Exception;

    @Override
    void close() throws Exception;
}
