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

/** Writes down that money came in. */
@Controller
class OrderPaymentRecord {

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

    OrderPaymentRecord(OrderChanges changes, OrderMoney money, OrderPartRepository parts) {
        this.changes = changes;
        this.money = money;
        this.parts = parts;
    }

    @MutationMapping
    Payload orderPaymentRecord(
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
                    if (!input.method().isRecorded()) {
                        throw new Refused(Refusal.of(
                                UserErrorCode.INVALID,
                                "This pays by being redeemed: loyaltyPointsRedeem, orderStoreCreditRedeem and orderGiftCardRedeem do it.",
                                "input",
                                "method"));
                    }
                    return money.pay(
                            tx,
                            order,
                            input.amount().money("input", "amount"),
                            Means.of(input.method(), input.reference()),
                            viewer);
                },
                (tx, made) -> new Payload(changes.now(tx, id), parts.payment(tx, id, made), List.of()));
    }
}
