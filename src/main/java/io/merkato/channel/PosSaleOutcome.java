package io.merkato.channel;

/** What became of a sale that a till handed over. */
enum PosSaleOutcome {
    IMPORTED,
    UNCHANGED,
    CONFLICT,
    REFUSED
}
