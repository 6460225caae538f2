package io.merkato.ordering;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Writes down that money went back. */
@Controller
class OrderRefundRecord {

    record Input(
            MoneyInput amount,
            OrderPaymentMethod method,
            @Nullable String reference) {}

    record Payload(@Nullable Order order, @Nullable OrderPayment payment, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final OrderChanges changes;
    private final OrderMoney money;
    private final OrderPartRepository parts;

    OrderRefundRecord(OrderChanges changes, OrderMoney money, OrderPartRepository parts) {
        this.changes = changes;
        this.money = money;
        this.parts = parts;
    }

    @MutationMapping
    Payload orderRefundRecord(
            @Argument Order.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return changes.changeOnce(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                (tx, order) -> {
                    if (input.method() == OrderPaymentMethod.GIFT_CARD) {
                        throw new Refused(Refusal.of(
                                UserErrorCode.INVALID,
                                "What gift cards paid goes back to them by orderRefundCreate.",
                                "input",
                                "method"));
                    }
                    return money.refund(
                            tx,
                            order,
                            new MoneyBack(
                                    Means.of(input.method(), input.reference()),
                                    input.amount().money("input", "amount")),
                            viewer);
                },
                (tx, made) -> new Payload(changes.now(tx, id), parts.payment(tx, id, made), List.of()));
    }
}
