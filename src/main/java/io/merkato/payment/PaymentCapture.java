package io.merkato.payment;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderStatus;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes of what is held. */
@Controller
class PaymentCapture {

    record Input(@Nullable MoneyInput amount) {}

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
    private final Clock clock;

    PaymentCapture(PaymentAsking asking, PaymentRepository payments, Clock clock) {
        this.asking = asking;
        this.payments = payments;
        this.clock = clock;
    }

    /** Of what is held no more than the order owes by now. */
    private Money most(TenantContext tx, Order order, Payment payment) {
        if (order.status() == OrderStatus.CANCELLED) {
            throw new Refused(
                    Refusal.of(UserErrorCode.NOT_ALLOWED, "The order is cancelled: let go of what is held.", "id"));
        }
        if (payment.hasExpired(clock.instant())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "It was held until " + payment.expiresAt() + ", and is no longer: let the order be paid anew.",
                    "id"));
        }
        Money owed = order.balance().minus(payments.beingTaken(tx, order));
        return owed.compareTo(payment.toCapture()) < 0 ? owed : payment.toCapture();
    }

    @MutationMapping
    Payload paymentCapture(
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
                        ProviderRequest.Kind.CAPTURE,
                        PaymentAsking.amount(
                                input.amount(),
                                most(tx, order, payment),
                                "Nothing is held that could be taken, or the order owes nothing more."),
                        null),
                Payload::of);
    }
}
