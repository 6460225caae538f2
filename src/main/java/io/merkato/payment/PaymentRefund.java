package io.merkato.payment;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderFunds;
import io.merkato.ordering.Orders;
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

    record Input(@Nullable MoneyInput amount, @Nullable String reason) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }

        static Payload of(Payment payment) {
            return new Payload(payment, List.of());
        }
    }

    private final PaymentAsking asking;
    private final Orders orders;

    PaymentRefund(PaymentAsking asking, Orders orders) {
        this.asking = asking;
        this.orders = orders;
    }

    @MutationMapping
    Payload paymentRefund(
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
                        ProviderRequest.Kind.REFUND,
                        PaymentAsking.amount(
                                input.amount(),
                                most(orders.fundsOf(tx, order), order, payment),
                                "Nothing was taken that could go back."),
                        input.reason()),
                Payload::of);
    }

    /** Of what was given as store credit instead, nothing goes back again. */
    static Money most(OrderFunds funds, Order order, Payment payment) {
        Money held = funds.throughPayments()
                .getOrDefault(payment.id().text(), Money.zero(order.currency()))
                .minus(payment.figures().refunding());
        return payment.toRefund().least(held).least(order.held());
    }
}
