package io.merkato.channel;

import io.merkato.api.Given;
import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Gives somebody their money back out of a drawer, for an order of the till's store wherever it was placed. */
@Controller
class PosCashRefund {

    record Input(
            Order.Id orderId, MoneyInput amount, @Nullable String reason) {}

    record Payload(
            @Nullable CashMovement cashMovement, @Nullable PosSession session, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final PosSessionChanges changes;
    private final PosSessionRepository sessions;
    private final PosRegisterRepository registers;
    private final Orders orders;
    private final Clock clock;

    PosCashRefund(
            PosSessionChanges changes,
            PosSessionRepository sessions,
            PosRegisterRepository registers,
            Orders orders,
            Clock clock) {
        this.changes = changes;
        this.sessions = sessions;
        this.registers = registers;
        this.orders = orders;
        this.clock = clock;
    }

    @MutationMapping
    Payload posCashRefund(
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
                tx -> refund(tx, sessionId, input, viewer),
                (tx, id) -> new Payload(
                        sessions.movement(tx, new CashMovement.Id(id)), sessions.now(tx, sessionId), List.of()));
    }

    private CashMovement.Id refund(TenantContext tx, PosSession.Id id, Input input, Viewer viewer) {
        PosSession session = changes.lockOpen(tx, id);
        Money amount = CashAmount.of(input.amount(), session.currency(), "input", "amount");
        PosRegister register = registers.find(tx, session.registerId()).orElseThrow();
        if (orders.refund(
                        tx,
                        input.orderId(),
                        register.storeId(),
                        amount,
                        OrderPaymentMethod.CASH,
                        register.source(),
                        viewer)
                .isEmpty()) {
            throw Given.nothing("input", "orderId");
        }
        var movement = new CashMovement(
                new CashMovement.Id(Uuid7.next()),
                id,
                CashMovementKind.REFUND,
                Money.zero(session.currency()).minus(amount),
                input.reason() == null || input.reason().isBlank()
                        ? null
                        : input.reason().strip(),
                input.orderId(),
                viewer.actor().name(),
                clock.instant());
        sessions.move(tx, List.of(movement));
        tx.created(movement.id(), movement);
        return movement.id();
    }
}
