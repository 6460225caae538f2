package io.merkato.payment;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.provider.Outcome;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** What people say became of what stays open at a provider, which is asked on. */
@Component
class PaymentSettling {

    private static final int LONGEST_REASON = 1000;

    private final PaymentAsking asking;
    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final ProviderAccounts accounts;
    private final PaymentOutcomes outcomes;
    private final Clock clock;

    PaymentSettling(
            PaymentAsking asking,
            PaymentRepository payments,
            OperationRepository operations,
            ProviderAccounts accounts,
            PaymentOutcomes outcomes,
            Clock clock) {
        this.asking = asking;
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    void settle(
            TenantContext tx,
            Payment.Id id,
            Predicate<PaymentOperation> which,
            Function<PaymentOperation, Outcome> outcome,
            PaymentOutcomes.Told told) {
        Payment before = asking.lock(tx, id);
        PaymentOperation open = operations.ofPayments(tx, List.of(id)).getOrDefault(id, List.of()).stream()
                .filter(which.and(operation -> operation.status().isOpen()))
                .findAny()
                .orElseThrow(() -> new Refused(Refusal.of(
                        UserErrorCode.NOT_ALLOWED, "It is known what became of it: nothing is waited for.", "id")));
        if (open.status() == PaymentOperationStatus.STARTED) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT, "The provider is being asked. Send this again in a moment.", "id"));
        }
        outcomes.write(tx, open.id(), outcome.apply(open), told);
        if (accounts.isAsked(tx, before.accountId())) {
            operations.settledByHand(tx, open.id(), clock.instant().plus(PaymentOutcomes.pause(open.attempts())));
        }
        if (told.source() == PaymentEventSource.SHOPPER) {
            tx.ownDeed();
        } else {
            PaymentOperation after = operations.find(tx, open.id()).orElseThrow();
            tx.changes(id, Logged.OfState.of(before), Logged.OfState.of(payments.now(tx, id)));
            tx.changes(
                    open.id(),
                    new Logged.OfSettling(open.status(), null),
                    new Logged.OfSettling(after.status(), told.reason()));
        }
    }

    static String reason(String given) {
        String reason = given.strip();
        if (reason.isEmpty() || reason.codePointCount(0, reason.length()) > LONGEST_REASON) {
            throw new Refused(Refusal.of(
                    reason.isEmpty() ? UserErrorCode.REQUIRED : UserErrorCode.TOO_LONG,
                    "A reason has 1 to " + LONGEST_REASON + " characters, not all of them blank.",
                    "input",
                    "reason"));
        }
        return reason;
    }
}
