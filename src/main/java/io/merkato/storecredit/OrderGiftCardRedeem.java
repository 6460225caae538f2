package io.merkato.storecredit;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPayment;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Pays for an order with a gift card, by its code. */
@Controller
class OrderGiftCardRedeem {

    record Input(
            Order.Id orderId, GiftCardCode code, @Nullable MoneyInput amount) {}

    /** @param left on the card */
    record Payload(
            @Nullable Order order,
            @Nullable OrderPayment payment,
            @Nullable Money left,
            List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, null, errors);
        }
    }

    private final OrderPaying paying;
    private final GiftCards cards;
    private final StoreCreditRepository credits;

    OrderGiftCardRedeem(OrderPaying paying, GiftCards cards, StoreCreditRepository credits) {
        this.paying = paying;
        this.cards = cards;
        this.credits = credits;
    }

    @MutationMapping
    Payload orderGiftCardRedeem(
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Optional<OrderPaying.Payer> payer = paying.byCard(tenant, input.orderId(), viewer, shopper, once);
        return payer.isEmpty()
                ? Payload.refused(List.of(Refusal.notFound("input", "orderId")))
                : cards.counted(
                        tenant,
                        viewer,
                        shopper,
                        payer.get().isStaff(),
                        () -> tenant.mutateOnce(
                                payer.get().grant(),
                                payer.get().once(),
                                Payload::refused,
                                tx -> redeem(tx, input, viewer, payer.get()),
                                (tx, id) -> {
                                    OrderPaying.Paid paid = paying.paid(tx, input.orderId(), id);
                                    return new Payload(
                                            paid.order(),
                                            paid.payment(),
                                            credits.ofCard(
                                                    tx,
                                                    Objects.requireNonNull(
                                                            paid.payment().through())),
                                            List.of());
                                }));
    }

    private OrderPayment.Id redeem(TenantContext tx, Input input, Viewer viewer, OrderPaying.Payer payer) {
        Order order = paying.lock(tx, input.orderId());
        GiftCard card = cards.spendable(tx, input.code());
        if (!card.amount().currency().equals(order.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "This gift card is in " + card.amount().currency() + ", the order in " + order.currency() + ".",
                    "input",
                    "code"));
        }
        Money amount = paying.amount(tx, order, input.amount(), credits.of(tx, card));
        return paying.pay(
                tx,
                order,
                amount,
                new Means(OrderPaymentMethod.GIFT_CARD, card.id().text(), "…" + card.lastFour()),
                viewer,
                payer);
    }
}
