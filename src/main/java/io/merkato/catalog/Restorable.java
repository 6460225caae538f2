package io.merkato.catalog;

import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Given;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What was deleted can be had back for a time; then it is as if it had never been, and the nightly purge takes it. */
final class Restorable {

    private static final Duration TIME = Duration.ofDays(90);

    private Restorable() {}

    /** What was deleted before is beyond recall. */
    static Instant since() {
        return Instant.now().minus(TIME);
    }

    /** What a filter's {@code deleted} says of a row. */
    static Condition deletedIs(@Nullable Boolean deleted, Field<Instant> deletedAt) {
        return deleted == null ? noCondition() : deleted ? deletedAt.isNotNull() : deletedAt.isNull();
    }

    /** What a list may hold: nothing that is deleted, unless staff asks for it; then what can be had back. */
    static Condition inSight(Field<Instant> deletedAt, boolean asked, Sight sight) {
        return asked && sight.staff() ? deletedAt.isNull().or(deletedAt.ge(since())) : deletedAt.isNull();
    }

    /** @throws Refused where nothing was deleted there, or too long ago */
    static void check(@Nullable Instant deletedAt, String... path) {
        if (deletedAt == null || deletedAt.isBefore(since())) {
            throw Given.nothing(path);
        }
    }

    /** A restore takes ids and nothing else: that is what each of these is about, whatever it says of an input. */
    static List<UserError> aboutId(List<UserError> errors) {
        return errors.stream().map(Restorable::aboutId).toList();
    }

    private static UserError aboutId(UserError error) {
        List<String> path = error.path();
        if (!(error instanceof Refusal) || path == null) {
            return error;
        }
        return switch (path.getFirst()) {
            case "input" -> new Refusal(error.code(), error.message(), List.of("id"));
            case "variantIds" -> new Refusal(error.code(), error.message(), List.copyOf(path.subList(0, 2)));
            default -> error;
        };
    }
}
