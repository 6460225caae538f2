package io.merkato.channel;

/** What an import made of an order. */
enum ExternalOrderOutcome {
    IMPORTED,
    UPDATED,
    UNCHANGED,
    CONFLICT,
    REFUSED
}
