package io.merkato.demo;

import io.merkato.api.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Ids of one demo tenant: UUIDs of version 7 that name the same thing in every installation. */
record DemoIds(String tenant) {

    private static final long BORN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    UUID of(String kind, String... names) {
        return made(BORN, kind, names);
    }

    /** As {@link #of}, in the order of time among others of their kind. */
    UUID at(Instant time, String kind, String... names) {
        return made(time.toEpochMilli(), kind, names);
    }

    private UUID made(long millis, String kind, String... names) {
        var digest = ByteBuffer.wrap(Sha256.of(tenant + '/' + kind + '/' + String.join("/", names)));
        long high = millis << 16 | 0x7000 | digest.getLong() & 0x0fff;
        long low = digest.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
