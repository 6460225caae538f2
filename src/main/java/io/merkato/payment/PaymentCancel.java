package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_WRITE;

import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.Outcome;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Gives up a payment that waits. */
@Controller
class PaymentCancel {

    record Input(@Nullable String reason) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PaymentRepository payments;
    private final PaymentSettling settling;

    PaymentCancel(PaymentRepository payments, PaymentSettling settling) {
        this.payments = payments;
        this.settling = settling;
    }

    @MutationMapping
    Payload paymentCancel(
            @Argument Payment.Id id,
            @Argument @Nullable Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Optional<Payment> payment = payments.find(tenant, id);
        boolean byStaff = payment.filter(found -> viewer.hasIn(PAYMENTS_WRITE, found.storeId()))
                .isPresent();
        boolean isOwn = payment.filter(found -> found.customerId() != null && shopper.mine(found.customerId()))
                .isPresent();
        if (!byStaff && !isOwn) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        Grant grant =
                byStaff ? viewer.mayIn(PAYMENTS_WRITE, payment.orElseThrow().storeId()) : viewer.mayAsAnyone();
        String given = input == null ? null : input.reason();
        String words = byStaff ? "Staff gave it up." : "Whoever was to pay gave it up.";
        return tenant.mutateOnce(
                grant,
                viewer.isAnonymous() && shopper.customerId() != null ? once.of(shopper.customerId()) : once,
                Payload::refused,
                tx -> {
                    settling.settle(
                            tx,
                            id,
                            PaymentOperation::isPayment,
                            operation -> new Outcome.Declined(
                                    DeclineReason.CANCELLED_BY_PAYER,
                                    null,
                                    given == null ? words : PaymentSettling.reason(given)),
                            new PaymentOutcomes.Told(
                                    byStaff ? PaymentEventSource.STAFF : PaymentEventSource.SHOPPER, null, given));
                    return id;
                },
                (tx, made) -> new Payload(payments.now(tx, id), List.of()));
    }
}
