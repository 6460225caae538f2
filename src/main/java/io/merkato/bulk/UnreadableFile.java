package io.merkato.bulk;

/** The file as a whole cannot be read; the message says why, to the person who chose it. */
final class UnreadableFile extends RuntimeException {
    UnreadableFile(String message) {
        super(message);
    }
}
