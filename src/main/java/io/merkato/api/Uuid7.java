package io.merkato.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.UUID;

/** New ids: UUIDv7 (RFC 9562), ordered by the millisecond of their making, unguessable within it. */
public final class Uuid7 {

    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private Uuid7() {}

    public static UUID next() {
        return GENERATOR.generate();
    }
}
