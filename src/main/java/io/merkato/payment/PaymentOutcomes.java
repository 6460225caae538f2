package io.merkato.payment;

import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.Orders;
import io.merkato.platform.Events;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.Outcome;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes down what became of what was asked: whatever tells it, in whatever order and how often, it comes to the same. What is done stays done, what was
 * declined may still turn out to be done, and what is open gives way to both. The order takes the money in the same transaction.
 */
@Component
class PaymentOutcomes {

    static final Viewer PAYMENTS = Viewer.system("payments");

    /**
     * @param event the provider's, where it told by itself
     * @param reason of people who said so
     */
    record Told(
            PaymentEventSource source,
            @Nullable String event,
            @Nullable String reason) {
        static final Told CALL = new Told(PaymentEventSource.CALL, null, null);
        static final Told ENQUIRY = new Told(PaymentEventSource.ENQUIRY, null, null);
        static final Told STAFF = new Told(PaymentEventSource.STAFF, null, null);

        static Told notice(String event) {
            return new Told(PaymentEventSource.NOTICE, event, null);
        }
    }

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    /** For so long a provider is asked about what people settled. */
    private static final Duration ASKED_AFTER = Duration.ofDays(30);

    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentAccountRepository accounts;
    private final PaymentBooking booking;
    private final Orders orders;
    private final Events events;
    private final Clock clock;

    PaymentOutcomes(
            PaymentRepository payments,
            OperationRepository operations,
            PaymentAccountRepository accounts,
            PaymentBooking booking,
            Orders orders,
            Events events,
            Clock clock) {
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.booking = booking;
        this.orders = orders;
        this.events = events;
        this.clock = clock;
    }

    static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempts - 1L, 0, 12));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** @return why it had no effect, where it should have had one; null otherwise */
    @Nullable
    String write(TenantContext tx, PaymentOperation.Id id, Outcome outcome, Told told) {
        return write(tx, payments.ofOperation(tx, id), id, outcome, told);
    }

    /** As above, of a payment that was read before, whenever that was. */
    @Nullable
    String write(TenantContext tx, Payment seen, PaymentOperation.Id id, Outcome outcome, Told told) {
        Order order = orders.lock(tx, seen.orderId()).orElseThrow();
        Payment payment = payments.lock(tx, seen.id());
        PaymentOperation operation = operations.find(tx, id).orElseThrow();
        Outcome said = once(tx, operation, Plausible.outcome(outcome, id.key(), clock.instant()), told);
        return switch (operation.status()) {
            case DONE -> operation.byHand() ? afterPeople(tx, order, payment, operation, said, told) : null;
            case DECLINED -> declinedBefore(tx, order, payment, operation, said, told);
            case STARTED, PENDING, UNKNOWN ->
                switch (said) {
                    case Outcome.Done done -> done(tx, order, payment, operation, done, told);
                    case Outcome.Declined declined -> declined(tx, payment, operation, declined, told);
                    case Outcome.Pending pending -> pending(tx, payment, operation, pending, told);
                    case Outcome.Unknown unknown -> unknown(tx, payment, operation, null, unknown.cause(), told);
                    case Outcome.NeverSeen none ->
                        unknown(tx, payment, operation, null, "The provider knows nothing of it.", told);
                };
        };
    }

    /** What a provider gave back once, and tells of whichever refund it is asked about, was done by one of them. */
    private Outcome once(TenantContext tx, PaymentOperation operation, Outcome said, Told told) {
        return operation.kind() == ProviderRequest.Kind.REFUND
                        && told.source() != PaymentEventSource.STAFF
                        && said instanceof Outcome.Done done
                        && operations.isOfAnother(tx, operation, done.reference())
                ? new Outcome.Declined(
                        DeclineReason.OTHER, null, "The provider gave it back once, by another refund of this payment.")
                : said;
    }

    private @Nullable String done(
            TenantContext tx, Order order, Payment payment, PaymentOperation operation, Outcome.Done done, Told told) {
        Money amount = done.amount();
        String problem = payment.contradicts(operation, amount);
        if (problem != null) {
            unknown(tx, payment, operation, done.reference(), problem, told);
            if (operation.status().isOpen()) {
                operations.hasProblem(tx, operation.id(), problem);
            } else {
                operations.known(tx, operation.id(), null, problem);
            }
            return problem;
        }
        operations.write(
                tx, with(operation, PaymentOperationStatus.DONE, done.reference(), null, null, null, clock.instant()));
        String beyond = payment.beyond(operation, amount);
        if (beyond != null) {
            operations.hasProblem(tx, operation.id(), beyond);
        }
        operations.happened(
                tx,
                new OperationRepository.Happened(
                        payment.id(),
                        operation.id(),
                        operation.done(),
                        amount,
                        done.fee(),
                        told.source(),
                        told.event(),
                        told.reason(),
                        done.at()));
        String called = own(tx, payment, operation, done.reference());
        payments.follow(tx, payment.id(), called, null, clock.instant());
        events.publish(tx, PaymentHappened.of(operation.done(), payment.id()));
        switch (operation.kind()) {
            case CHARGE, CAPTURE ->
                booking.received(tx, order, payment.called(called), amount, done.fee(), done.reference(), told);
            case REFUND -> booking.gaveBack(tx, order, payment, amount, done.fee(), done.reference());
            case AUTHORISE -> holds(tx, order, payment, operation, done.at());
            case VOID -> {}
        }
        return null;
    }

    /** It may still turn out to be done: a provider that is asked about it once more is asked until it declines, or for as long as it may take. */
    private @Nullable String declinedBefore(
            TenantContext tx, Order order, Payment payment, PaymentOperation operation, Outcome said, Told told) {
        switch (said) {
            case Outcome.Done it -> {
                String against = done(tx, order, payment, operation, it, told);
                if (against == null && operation.byHand() && payment.beyond(operation, it.amount()) == null) {
                    operations.hasProblem(
                            tx, operation.id(), "It was given up as not done, and the provider has done it.");
                }
                return against;
            }
            case Outcome.Declined no -> {
                if (operation.isAsked()) {
                    operations.rest(tx, operation.id());
                }
            }
            case Outcome.Pending pending -> goesOn(tx, operation);
            case Outcome.Unknown unknown -> goesOn(tx, operation);
            case Outcome.NeverSeen none -> goesOn(tx, operation);
        }
        return null;
    }

    /** People said that it was done: what the provider says counts, and where it has moved less than they said, that is booked and shown. */
    private @Nullable String afterPeople(
            TenantContext tx, Order order, Payment payment, PaymentOperation operation, Outcome said, Told told) {
        String against = null;
        switch (said) {
            case Outcome.Done it -> {
                against = booking.bookMoved(tx, order, payment, operation, it.amount(), it.fee(), told);
                payments.follow(tx, payment.id(), own(tx, payment, operation, it.reference()), null, clock.instant());
                operations.known(tx, operation.id(), it.reference(), against);
            }
            case Outcome.Declined no -> {
                against = denied(tx, order, payment, operation, "that it was not: " + no.message(), told);
                operations.rest(tx, operation.id());
            }
            case Outcome.NeverSeen none -> {
                against = denied(tx, order, payment, operation, "that it knows nothing of it.", told);
                goesOn(tx, operation);
            }
            case Outcome.Pending pending -> goesOn(tx, operation);
            case Outcome.Unknown unknown -> goesOn(tx, operation);
        }
        payments.touch(tx, payment.id(), clock.instant());
        return against;
    }

    private String denied(
            TenantContext tx, Order order, Payment payment, PaymentOperation operation, String words, Told told) {
        booking.bookDenied(tx, order, payment, operation, told);
        String against = "It was taken as done, and the provider says " + words;
        operations.hasProblem(tx, operation.id(), against);
        return against;
    }

    /** Is asked again in a while, where it is asked about at all. */
    private void goesOn(TenantContext tx, PaymentOperation operation) {
        Instant next = clock.instant().plus(pause(operation.attempts()));
        if (operation.settledAt() != null
                && operation.settledAt().plus(ASKED_AFTER).isBefore(next)) {
            operations.rest(tx, operation.id());
        } else if (operation.isAsked()) {
            operations.askAgain(tx, operation.id(), next);
        }
    }

    /** What the provider calls the payment; null where it calls another one so, which is to be looked at and keeps nothing from being booked. */
    private @Nullable String own(
            TenantContext tx, Payment payment, PaymentOperation operation, @Nullable String reference) {
        if (reference == null || !operation.isPayment()) {
            return null;
        }
        String others = payments.findByReference(tx, payment.accountId(), reference)
                .filter(other -> !other.id().equals(payment.id()))
                .map(other -> other.id().text())
                .orElse(null);
        if (others == null) {
            return reference;
        }
        operations.hasProblem(
                tx, operation.id(), "The provider calls it " + reference + ", as it calls " + others + ".");
        return null;
    }

    /** For as long as the provider does; what nobody waits for any more, and what is of a cancelled order, is let go of at once. */
    private void holds(TenantContext tx, Order order, Payment payment, PaymentOperation operation, Instant since) {
        Instant until = operation.byHand() ? clock.instant() : since.plus(accounts.holdsFor(tx, payment.accountId()));
        payments.holds(
                tx,
                payment.id(),
                until,
                order.status() == OrderStatus.CANCELLED ? clock.instant() : until.minus(HoldRelease.TOLD_BEFORE));
    }

    private @Nullable String declined(
            TenantContext tx, Payment payment, PaymentOperation operation, Outcome.Declined declined, Told told) {
        if (!operation.status().isOpen()) {
            return null;
        }
        operations.write(
                tx,
                with(
                        operation,
                        PaymentOperationStatus.DECLINED,
                        null,
                        declined.reason(),
                        declined.code(),
                        declined.message(),
                        clock.instant()));
        note(tx, operation, PaymentEventKind.FAILED, declined.message(), told);
        if (operation.isPayment()) {
            events.publish(tx, PaymentHappened.of(PaymentEventKind.FAILED, payment.id()));
        }
        payments.follow(tx, payment.id(), null, null, clock.instant());
        return null;
    }

    private @Nullable String pending(
            TenantContext tx, Payment payment, PaymentOperation operation, Outcome.Pending pending, Told told) {
        if (!operation.status().isOpen()) {
            return null;
        }
        operations.write(
                tx, with(operation, PaymentOperationStatus.PENDING, pending.reference(), null, null, null, null));
        if (operation.status() != PaymentOperationStatus.PENDING) {
            note(tx, operation, PaymentEventKind.PENDING, null, told);
        }
        if (operation.isPayment()) {
            payments.follow(
                    tx,
                    payment.id(),
                    own(tx, payment, operation, pending.reference()),
                    PaymentNextStep.of(pending.next(), payment.nextStep()),
                    clock.instant());
        }
        return null;
    }

    /** What is known to wait goes on waiting. */
    private @Nullable String unknown(
            TenantContext tx,
            Payment payment,
            PaymentOperation operation,
            @Nullable String reference,
            String cause,
            Told told) {
        if (!operation.status().isOpen()) {
            return null;
        }
        boolean waits = operation.status() == PaymentOperationStatus.PENDING;
        operations.write(
                tx,
                with(
                        operation,
                        waits ? PaymentOperationStatus.PENDING : PaymentOperationStatus.UNKNOWN,
                        reference,
                        null,
                        null,
                        cause,
                        null));
        if (operation.status() == PaymentOperationStatus.STARTED) {
            note(tx, operation, PaymentEventKind.UNKNOWN, cause, told);
        }
        payments.touch(tx, payment.id(), clock.instant());
        return null;
    }

    private void note(
            TenantContext tx, PaymentOperation operation, PaymentEventKind kind, @Nullable String message, Told told) {
        operations.happened(
                tx,
                new OperationRepository.Happened(
                        operation.paymentId(),
                        operation.id(),
                        kind,
                        operation.amount(),
                        null,
                        told.source(),
                        told.event(),
                        message,
                        clock.instant()));
    }

    private PaymentOperation with(
            PaymentOperation operation,
            PaymentOperationStatus status,
            @Nullable String reference,
            @Nullable DeclineReason reason,
            @Nullable String code,
            @Nullable String message,
            @Nullable Instant settledAt) {
        return new PaymentOperation(
                operation.id(),
                operation.paymentId(),
                operation.kind(),
                operation.amount(),
                status,
                reference == null ? operation.reference() : reference,
                reason,
                code,
                message,
                operation.reason(),
                operation.attempts(),
                operation.lease(),
                settledAt == null ? clock.instant().plus(pause(operation.attempts())) : null,
                operation.startedAt(),
                settledAt,
                false,
                null);
    }
}
