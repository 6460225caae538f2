package io.merkato.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** New ids: UUIDv7 (RFC 9562), ordered by the millisecond of their making, unguessable within it. */
public final class Uuid7 {

    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private Uuid7() {}

    public static UUID next() {
        return GENERATOR.generate();
    }

    /** So many, in their order: for what is made at once and is listed by its id. */
    public static List<UUID> next(int many) {
        return Stream.generate(Uuid7::next).limit(many).sorted().toList();
    }
}
