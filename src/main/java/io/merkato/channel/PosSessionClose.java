package io.merkato.channel;

import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.platform.Events;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Ends the selling at a till by counting its drawer. Whatever is counted is kept; a difference is shown, not refused. */
@Controller
class PosSessionClose {

    record Input(MoneyInput countedCash) {}

    record Payload(@Nullable PosSession session, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PosSessionChanges changes;
    private final PosSessionRepository sessions;
    private final Events events;
    private final Clock clock;

    PosSessionClose(PosSessionChanges changes, PosSessionRepository sessions, Events events, Clock clock) {
        this.changes = changes;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    @MutationMapping
    Payload posSessionClose(
            @Argument PosSession.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Grant> grant = changes.grant(tenant, viewer, id);
        if (grant.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        return tenant.mutateOnce(
                grant.get(),
                once,
                Payload::refused,
                tx -> close(tx, id, input, viewer),
                (tx, closed) -> new Payload(sessions.now(tx, id), List.of()));
    }

    private PosSession.Id close(TenantContext tx, PosSession.Id id, Input input, Viewer viewer) {
        PosSession before = sessions.lock(tx, id);
        if (!before.isOpen()) {
            throw new Refused(Refusal.of(UserErrorCode.CONFLICT, "This session is closed already.", "id"));
        }
        Money counted = CashAmount.of(input.countedCash(), before.currency(), "input", "countedCash");
        // Where the clock that opened it was ahead of this one, it lasted no time.
        Instant now = clock.instant();
        Instant closed = now.isBefore(before.openedAt()) ? before.openedAt() : now;
        sessions.close(tx, id, counted, viewer.actor().name(), closed);
        tx.changes(id, before, sessions.now(tx, id));
        events.publish(tx, new PosEvent(PosEvent.Type.POS_SESSION_CLOSED, id));
        return id;
    }
}
