package io.merkato.payment;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.money.MoneyInput;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Gives back of what was taken. */
@Controller
class PaymentRefund {

    record Input(
            @Nullable MoneyInput amount,
            @Nullable String reason) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }

        static Payload of(Payment payment) {
            return new Payload(payment, List.of());
        }
    }

    private final PaymentAsking asking;

    PaymentRefund(PaymentAsking asking) {
        this.asking = asking;
    }

    @MutationMapping
    Payload paymentRefund(
            @Argument Payment.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return asking.askOf(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                payment -> new PaymentAsking.Wanted(
                        ProviderRequest.Kind.REFUND,
                        PaymentAsking.amount(input.amount(), payment.toRefund(), "Nothing was taken that could go back."),
                        input.reason()),
                Payload::of);
    }
}
