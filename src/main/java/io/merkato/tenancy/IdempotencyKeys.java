package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.HOLD_KEY;
import static io.merkato.jooq.tenancy.Tables.IDEMPOTENCY_KEY;

import io.merkato.api.Actor;
import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
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

    static void deleteAllBefore(TenantContext tenant, Instant moment) {
        tenant.sql()
                .deleteFrom(IDEMPOTENCY_KEY)
                .where(tenant.owns(IDEMPOTENCY_KEY))
                .and(IDEMPOTENCY_KEY.CREATED_AT.lt(moment))
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
