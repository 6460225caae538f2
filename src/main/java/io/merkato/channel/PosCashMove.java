package io.merkato.channel;

import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Puts cash into an open drawer or takes it out, for nothing sold. */
@Controller
class PosCashMove {

    record Input(PosCashDirection direction, MoneyInput amount, String reason) {}

    record Payload(
            @Nullable CashMovement cashMovement, @Nullable PosSession session, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final PosSessionChanges changes;
    private final PosSessionRepository sessions;
    private final Clock clock;

    PosCashMove(PosSessionChanges changes, PosSessionRepository sessions, Clock clock) {
        this.changes = changes;
        this.sessions = sessions;
        this.clock = clock;
    }

    @MutationMapping
    Payload posCashMove(
            @Argument PosSession.Id sessionId,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Grant> grant = changes.grant(tenant, viewer, sessionId);
        if (grant.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("sessionId")));
        }
        return tenant.mutateOnce(
                grant.get(),
                once,
                Payload::refused,
                tx -> move(tx, sessionId, input, viewer),
                (tx, id) -> new Payload(
                        sessions.movement(tx, new CashMovement.Id(id)), sessions.now(tx, sessionId), List.of()));
    }

    private CashMovement.Id move(TenantContext tx, PosSession.Id id, Input input, Viewer viewer) {
        PosSession session = changes.lockOpen(tx, id);
        Money amount = CashAmount.of(input.amount(), session.currency(), "input", "amount");
        if (amount.minorUnits() == 0) {
            throw new Refused(Refusal.of(UserErrorCode.OUT_OF_RANGE, "An amount is above 0.", "input", "amount"));
        }
        boolean in = input.direction() == PosCashDirection.IN;
        var movement = new CashMovement(
                new CashMovement.Id(Uuid7.next()),
                id,
                in ? CashMovementKind.PAY_IN : CashMovementKind.PAY_OUT,
                in ? amount : Money.zero(session.currency()).minus(amount),
                input.reason().strip(),
                null,
                viewer.actor().name(),
                clock.instant());
        sessions.move(tx, List.of(movement));
        tx.created(movement.id(), movement);
        return movement.id();
    }
}
