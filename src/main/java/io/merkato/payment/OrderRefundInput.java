package io.merkato.payment;

import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Order;
import org.jspecify.annotations.Nullable;

record OrderRefundInput(
        Order.Id orderId,
        OrderRefundTo to,
        @Nullable MoneyInput amount,
        @Nullable MoneyInput storeCredit,
        @Nullable String reason) {

    @Nullable
    Money money() {
        return amount == null ? null : amount.money("input", "amount");
    }

    @Nullable
    Money credit() {
        return storeCredit == null ? null : storeCredit.money("input", "storeCredit");
    }
}
