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
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.ForgedNotice;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Tells the sandbox what becomes of a payment; it tells of it by a notice, as a provider does. */
@Controller
class SandboxPaymentDecide {

    enum Decision {
        APPROVE,
        DECLINE,
        CHARGE_BACK
    }

    record Input(Decision decision, @Nullable MoneyInput amount) {}

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
    private final ProviderAccounts accounts;
    private final PaymentNotices notices;
    private final SandboxProvider sandbox;
    private final SandboxBank bank;
    private final Clock clock;

    SandboxPaymentDecide(
            PaymentAsking asking,
            PaymentRepository payments,
            OperationRepository operations,
            ProviderAccounts accounts,
            PaymentNotices notices,
            SandboxProvider sandbox,
            SandboxBank bank,
            Clock clock) {
        this.asking = asking;
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.notices = notices;
        this.sandbox = sandbox;
        this.bank = bank;
        this.clock = clock;
    }

    @MutationMapping
    Payload sandboxPaymentDecide(
            @Argument Payment.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Grant> grant = asking.grant(tenant, viewer, id);
        if (grant.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        Payload payload = tenant.mutateOnce(
                grant.get(),
                once,
                Payload::refused,
                tx -> {
                    decide(tx, id, input);
                    tx.changes(
                            id,
                            new Logged.OfDecision(null),
                            new Logged.OfDecision(input.decision().name()));
                    return id;
                },
                (tx, made) -> Payload.of(payments.now(tx, id)));
        if (!payload.userErrors().isEmpty()) {
            return payload;
        }
        tell(tenant, id, input.decision());
        return Payload.of(payments.now(tenant, id));
    }

    private void decide(TenantContext tx, Payment.Id id, Input input) {
        Decision decision = input.decision();
        Payment payment = asking.lock(tx, id);
        ProviderAccounts.Opened account = account(tx, payment);
        if (!account.provider().code().equals(SandboxProvider.CODE)) {
            throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, "This is no payment of the sandbox.", "id"));
        }
        boolean done;
        if (decision == Decision.CHARGE_BACK) {
            Money amount = PaymentAsking.amount(
                    input.amount(), payment.toRefund(), "Nothing was taken that could be taken back.");
            done = payment.reference() != null
                    && bank.insert(
                            tx,
                            payment.accountId(),
                            new SandboxAct(
                                    chargeback(id),
                                    SandboxAct.Kind.CHARGEBACK,
                                    "sb_" + chargeback(id),
                                    payment.reference(),
                                    amount,
                                    PaymentOperationStatus.DONE,
                                    null,
                                    clock.instant()));
        } else {
            done = bank.decide(
                    tx,
                    payment.accountId(),
                    asked(tx, id).id().key(),
                    decision == Decision.APPROVE ? null : DeclineReason.CANCELLED_BY_PAYER,
                    clock.instant());
        }
        if (!done) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    decision == Decision.CHARGE_BACK
                            ? "Some of it was taken back already."
                            : "It does not wait for anybody.",
                    "id"));
        }
    }

    /** The same at a retry, and known then. */
    private void tell(TenantContext tenant, Payment.Id id, Decision decision) {
        Payment payment = payments.now(tenant, id);
        String key = decision == Decision.CHARGE_BACK
                ? chargeback(id)
                : asked(tenant, id).id().key();
        SandboxAct act = bank.find(tenant, payment.accountId(), key).orElseThrow();
        try {
            notices.receive(
                    payment.accountId(), sandbox.notice(account(tenant, payment).account(), act));
        } catch (ForgedNotice e) {
            throw new IllegalStateException("The sandbox does not know its own notice", e);
        }
    }

    private static String chargeback(Payment.Id id) {
        return "chargeback-" + id.text();
    }

    private PaymentOperation asked(TenantContext tenant, Payment.Id id) {
        return operations.ofPayments(tenant, List.of(id)).getOrDefault(id, List.of()).stream()
                .filter(PaymentOperation::isPayment)
                .findFirst()
                .orElseThrow(() -> Given.nothing("id"));
    }

    private ProviderAccounts.Opened account(TenantContext tenant, Payment payment) {
        return accounts.find(tenant, payment.accountId()).orElseThrow(() -> Given.nothing("id"));
    }
}
