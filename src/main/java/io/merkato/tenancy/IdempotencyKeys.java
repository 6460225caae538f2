package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.HOLD_KEY;
import static io.merkato.jooq.tenancy.Tables.IDEMPOTENCY_KEY;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.merkato.api.Actor;
import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.jooq.tenancy.tables.IdempotencyKey;
import io.merkato.jooq.tenancy.tables.records.HoldKeyRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who did what under which key. Whoever finds nothing holds the key until the transaction ends. */
final class IdempotencyKeys {

    private IdempotencyKeys() {}

    /**
     * What came of the mutation the first time, if there was one.
     *
     * @throws Refused {@code IDEMPOTENCY_KEY_REUSED} if the arguments were others, {@code IDEMPOTENCY_IN_PROGRESS} while the first is still at it
     */
    static Optional<UUID> find(TenantContext tx, Grant grant, Idempotency once) {
        HoldKeyRecord known = tx.sql()
                .selectFrom(HOLD_KEY.call(tx.id().value(), actor(grant, once), once.mutation(), once.key()))
                .fetchSingle();
        if (known.getOutcome() == null) {
            if (!known.getHeld()) {
                throw refused(
                        UserErrorCode.IDEMPOTENCY_IN_PROGRESS,
                        "The first request with this key is still at work. Ask again in a moment.");
            }
            return Optional.empty();
        }
        if (!once.fingerprint().equals(known.getFingerprint())) {
            throw refused(
                    UserErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This key was used with other arguments. A new request needs a new key.");
        }
        return Optional.of(known.getOutcome());
    }

    /** By whoever holds it. */
    static void write(TenantContext tx, Grant grant, Idempotency once, UUID outcome) {
        Rows.of(List.of(once))
                .with(IDEMPOTENCY_KEY.ACTOR, each -> actor(grant, each))
                .with(IDEMPOTENCY_KEY.MUTATION, Idempotency::mutation)
                .with(IDEMPOTENCY_KEY.KEY, Idempotency::key)
                .with(IDEMPOTENCY_KEY.FINGERPRINT, Idempotency::fingerprint)
                .with(IDEMPOTENCY_KEY.OUTCOME, each -> outcome)
                .write(tx, IDEMPOTENCY_KEY);
    }

    /** @return how many, up to {@code most} */
    static int deleteSomeBefore(TenantContext tx, Instant moment, int most) {
        IdempotencyKey old = IDEMPOTENCY_KEY.as("old");
        return tx.sql()
                .deleteFrom(IDEMPOTENCY_KEY)
                .where(tx.owns(IDEMPOTENCY_KEY))
                .and(row(IDEMPOTENCY_KEY.ACTOR, IDEMPOTENCY_KEY.MUTATION, IDEMPOTENCY_KEY.KEY)
                        .in(select(old.ACTOR, old.MUTATION, old.KEY)
                                .from(old)
                                .where(tx.owns(old))
                                .and(old.CREATED_AT.lt(moment))
                                .limit(most)))
                .execute();
    }

    /** A key is no secret: whoever guesses another's must not be answered with what is theirs. */
    private static String actor(Grant grant, Idempotency once) {
        if (!grant.viewer().isAnonymous()) {
            Actor actor = grant.viewer().actor();
            return actor.kind() + ":" + actor.id();
        }
        if (once.guest() == null) {
            throw new IllegalStateException(once.mutation() + " takes a key from it knows not whom");
        }
        return Actor.Kind.ANONYMOUS + ":" + once.guest().text();
    }

    private static Refused refused(UserErrorCode code, String message) {
        return new Refused(Refusal.of(code, message));
    }
}
