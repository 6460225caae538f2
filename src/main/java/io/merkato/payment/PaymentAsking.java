package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_WRITE;

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
import io.merkato.ordering.Order;
import io.merkato.ordering.Orders;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What all mutations that ask a provider share: what is asked is committed, then asked, then it is written down what came of it. A retry finds what was
 * committed and answers how it stands; while the first is still at it, that it is.
 */
@Component
class PaymentAsking {

    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentSettlement settlement;
    private final Orders orders;
    private final Clock clock;

    PaymentAsking(
            PaymentRepository payments,
            OperationRepository operations,
            PaymentSettlement settlement,
            Orders orders,
            Clock clock) {
        this.payments = payments;
        this.operations = operations;
        this.settlement = settlement;
        this.orders = orders;
        this.clock = clock;
    }

    /**
     * @param start writes down what is to be asked, under this lease
     * @param answer of the payment
     */
    <P extends MutationPayload> P ask(
            TenantContext tenant,
            Grant grant,
            Idempotency once,
            Function<List<UserError>, P> refused,
            BiFunction<TenantContext, UUID, Started> start,
            Function<Payment, P> answer) {
        UUID lease = Uuid7.next();
        var begun = new AtomicReference<@Nullable Started>();
        var written = new UUID[1];
        P payload = tenant.mutateOnce(
                grant,
                once,
                refused,
                tx -> {
                    Started started = start.apply(tx, lease);
                    begun.set(started);
                    return started.operation().id();
                },
                (tx, id) -> {
                    written[0] = id;
                    return answer.apply(
                            begun.get() instanceof Started started && started.is(id)
                                    ? started.payment()
                                    : payments.ofOperation(tx, new PaymentOperation.Id(id)));
                });
        if (!payload.userErrors().isEmpty()) {
            return payload;
        }
        var id = new PaymentOperation.Id(written[0]);
        if (begun.get() instanceof Started started && started.is(written[0])) {
            settlement.ask(tenant, started, lease);
        } else if (isBeingAsked(operations.find(tenant, id).orElseThrow())) {
            return refused.apply(List.of(Refusal.of(
                    UserErrorCode.IDEMPOTENCY_IN_PROGRESS,
                    "The provider is being asked. Send this again in a moment.")));
        }
        return answer.apply(payments.ofOperation(tenant, id));
    }

    /** What is to be asked, and of what, as it was written down. */
    record Started(PaymentOperation operation, Payment payment, Order order) {
        private boolean is(UUID operation) {
            return operation().id().value().equals(operation);
        }
    }

    /** By whoever started it. */
    boolean isBeingAsked(PaymentOperation operation) {
        return operation.status() == PaymentOperationStatus.STARTED
                && operation.nextAt() != null
                && operation.nextAt().isAfter(clock.instant());
    }

    /** As above, what staff want of a payment that is there, decided under the locks of its order and itself. */
    <P extends MutationPayload> P ask(
            TenantContext tenant,
            Viewer viewer,
            Payment.Id id,
            Idempotency once,
            Function<List<UserError>, P> refused,
            Rule rule,
            Function<Payment, P> answer) {
        Optional<Grant> grant = grant(tenant, viewer, id);
        return grant.isEmpty()
                ? refused.apply(List.of(Refusal.notFound("id")))
                : ask(
                        tenant,
                        grant.get(),
                        once,
                        refused,
                        (tx, lease) -> {
                            Order order = orders.lock(tx, payments.now(tx, id).orderId())
                                    .orElseThrow();
                            Payment payment = payments.lock(tx, id);
                            PaymentOperation operation = operation(id, rule.apply(tx, order, payment), lease);
                            start(tx, operation, viewer);
                            return new Started(operation, payment, order);
                        },
                        answer);
    }

    /** What nobody waits for: the job takes it up. Under the locks of the order and the payment. */
    void later(TenantContext tx, Payment.Id id, Wanted wanted) {
        start(tx, operation(id, wanted, Uuid7.next()).untouched(clock.instant()), PaymentOutcomes.PAYMENTS);
    }

    private void start(TenantContext tx, PaymentOperation operation, Viewer viewer) {
        operations.start(tx, operation, viewer.actor().name());
        payments.touch(tx, operation.paymentId(), clock.instant());
        tx.created(
                operation.id(),
                new Logged.OfOperation(
                        operation.paymentId(), operation.kind(), operation.amount(), operation.reason()));
    }

    interface Rule {
        Wanted apply(TenantContext tx, Order order, Payment payment);
    }

    record Wanted(
            ProviderRequest.Kind kind,
            Money amount,
            @Nullable String reason) {}

    PaymentOperation operation(Payment.Id payment, Wanted wanted, UUID lease) {
        Instant now = clock.instant();
        return new PaymentOperation(
                new PaymentOperation.Id(Uuid7.next()),
                payment,
                wanted.kind(),
                wanted.amount(),
                PaymentOperationStatus.STARTED,
                null,
                null,
                null,
                null,
                wanted.reason(),
                1,
                lease,
                now.plus(PaymentSettlement.LEASE),
                now,
                null,
                false,
                null);
    }

    /** Empty where there is no such payment that the viewer's right reaches. */
    Optional<Grant> grant(TenantContext tenant, Viewer viewer, Payment.Id id) {
        return payments.find(tenant, id)
                .filter(payment -> viewer.hasIn(PAYMENTS_WRITE, payment.storeId()))
                .map(payment -> viewer.mayIn(PAYMENTS_WRITE, payment.storeId()));
    }

    /** The order first, as everywhere. */
    Payment lock(TenantContext tx, Payment.Id id) {
        return orders.lock(tx, payments.now(tx, id).orderId())
                .map(order -> payments.lock(tx, id))
                .orElseThrow();
    }

    /** What is given, or all there is where nothing is. */
    static Money amount(@Nullable MoneyInput given, Money most, String none) {
        if (most.minorUnits() <= 0) {
            throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, none, "id"));
        }
        if (given == null) {
            return most;
        }
        Money amount = given.money("input", "amount");
        if (!amount.currency().equals(most.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID,
                    "The payment is in " + most.currency() + ".",
                    "input",
                    "amount",
                    "currency"));
        }
        if (amount.minorUnits() <= 0 || amount.compareTo(most) > 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE,
                    "An amount is above 0, and no more than the " + most.amount() + " " + most.currency()
                            + " that are left.",
                    "input",
                    "amount"));
        }
        return amount;
    }
}
