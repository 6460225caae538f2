package io.merkato.storecredit;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPayment;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Pays for an order with the store credit of its customer. */
@Controller
class OrderStoreCreditRedeem {

    record Input(Order.Id orderId, @Nullable MoneyInput amount) {}

    record Payload(@Nullable Order order, @Nullable OrderPayment payment, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }

        static Payload of(OrderPaying.Paid paid) {
            return new Payload(paid.order(), paid.payment(), List.of());
        }
    }

    private final OrderPaying paying;
    private final StoreCreditRepository credits;

    OrderStoreCreditRedeem(OrderPaying paying, StoreCreditRepository credits) {
        this.paying = paying;
        this.credits = credits;
    }

    @MutationMapping
    Payload orderStoreCreditRedeem(
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Optional<OrderPaying.Payer> payer = paying.byCredit(tenant, input.orderId(), viewer, shopper, once);
        return payer.isEmpty()
                ? Payload.refused(List.of(Refusal.notFound("input", "orderId")))
                : tenant.mutateOnce(
                        payer.get().grant(),
                        payer.get().once(),
                        Payload::refused,
                        tx -> redeem(tx, input, viewer, payer.get()),
                        (tx, id) -> Payload.of(paying.paid(tx, input.orderId(), id)));
    }

    private OrderPayment.Id redeem(TenantContext tx, Input input, Viewer viewer, OrderPaying.Payer payer) {
        Order order = paying.lock(tx, input.orderId());
        Customer.Id customer = order.customerId();
        if (customer == null) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED, "Nobody is known who would have store credit.", "input", "orderId"));
        }
        Money amount = paying.amount(tx, order, input.amount(), credits.hold(tx, customer, order.currency()));
        return paying.pay(tx, order, amount, Means.of(OrderPaymentMethod.STORE_CREDIT), viewer, payer);
    }
}
