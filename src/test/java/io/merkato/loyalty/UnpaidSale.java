package io.merkato.loyalty;

import io.merkato.api.Uuid7;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.ordering.LineAmounts;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import io.merkato.ordering.PastOrder;
import io.merkato.pricing.PriceSource;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A sale at a till that is to be paid, of one thing. */
final class UnpaidSale {

    private static final Currency BIRR = Currency.getInstance("ETB");

    private UnpaidSale() {}

    static PastOrder of(Store.Id store, Customer.Id customer, String reference, long cents, Instant at) {
        Money amount = new Money(cents, BIRR);
        LineAmounts amounts = LineAmounts.of(amount, List.of(), null, true);
        return new PastOrder(
                new NewOrder(
                        new Order.Id(Uuid7.next()),
                        store,
                        SalesChannel.POS,
                        new Order.Source("till", reference),
                        customer,
                        null,
                        null,
                        Locale.ENGLISH,
                        BIRR,
                        true,
                        null,
                        null,
                        null,
                        null,
                        null,
                        LineAmounts.of(Money.zero(BIRR), List.of(), null, true),
                        null,
                        List.of(new NewOrder.Line(
                                new OrderLine.Id(Uuid7.next()),
                                null,
                                null,
                                "X",
                                "Thing",
                                List.of(),
                                List.of(),
                                1,
                                amount,
                                amount,
                                PriceSource.MANUAL,
                                null,
                                null,
                                amounts,
                                true,
                                Map.of())),
                        at),
                reference,
                List.of(),
                null,
                null,
                null,
                null);
    }
}
