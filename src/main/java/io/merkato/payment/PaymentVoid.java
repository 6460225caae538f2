package io.merkato.payment;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Lets go of what is held. */
@Controller
class PaymentVoid {

    record Input(@Nullable String reason) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }

        static Payload of(Payment payment) {
            return new Payload(payment, List.of());
        }
    }

    private final PaymentAsking asking;

    PaymentVoid(PaymentAsking asking) {
        this.asking = asking;
    }

    @MutationMapping
    Payload paymentVoid(
            @Argument Payment.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return asking.ask(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                (tx, order, payment) -> new PaymentAsking.Wanted(
                        ProviderRequest.Kind.VOID,
                        PaymentAsking.amount(null, payment.toCapture(), "Nothing is held that could be let go."),
                        input.reason()),
                Payload::of);
    }
}
