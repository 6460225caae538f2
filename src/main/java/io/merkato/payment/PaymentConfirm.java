package io.merkato.payment;

import io.merkato.api.Given;
import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.Outcome;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says of money that people hand over whether it came in, which nobody else can say. */
@Controller
class PaymentConfirm {

    private static final Set<String> BY_HAND = Set.of("cash", "cash_on_delivery", "bank_transfer");

    record Input(boolean received, @Nullable String reference) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }

        static Payload of(Payment payment) {
            return new Payload(payment, List.of());
        }
    }

    private final PaymentAsking asking;
    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentAccountRepository accounts;
    private final PaymentOutcomes outcomes;
    private final Clock clock;

    PaymentConfirm(
            PaymentAsking asking,
            PaymentRepository payments,
            OperationRepository operations,
            PaymentAccountRepository accounts,
            PaymentOutcomes outcomes,
            Clock clock) {
        this.asking = asking;
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    @MutationMapping
    Payload paymentConfirm(
            @Argument Payment.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Grant> grant = asking.grant(tenant, viewer, id);
        if (grant.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        return tenant.mutateOnce(
                grant.get(),
                once,
                Payload::refused,
                tx -> confirm(tx, id, input),
                (tx, made) -> Payload.of(payments.now(tx, id)));
    }

    private Payment.Id confirm(TenantContext tx, Payment.Id id, Input input) {
        Payment before = asking.lock(tx, id);
        PaymentAccount account = accounts.find(tx, before.accountId()).orElseThrow(() -> Given.nothing("id"));
        PaymentOperation open = operations.ofPayments(tx, List.of(id)).getOrDefault(id, List.of()).stream()
                .filter(operation -> operation.isPayment() && operation.status().isOpen())
                .findAny()
                .filter(operation -> BY_HAND.contains(account.provider()))
                .orElseThrow(() -> new Refused(
                        Refusal.of(UserErrorCode.NOT_ALLOWED, "No money that people hand over is waited for.", "id")));
        outcomes.write(
                tx,
                open.id(),
                input.received()
                        ? new Outcome.Done(
                                Given.or(input.reference(), open.id().key()), open.amount(), null, clock.instant())
                        : new Outcome.Declined(DeclineReason.CANCELLED_BY_PAYER, null, "Staff say it did not come in."),
                PaymentOutcomes.Told.STAFF);
        tx.changes(id, Logged.OfState.of(before), Logged.OfState.of(payments.now(tx, id)));
        return id;
    }
}
