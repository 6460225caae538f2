package io.merkato.channel;

import io.merkato.api.Json;
import io.merkato.api.Sha256;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.PastOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a till says it sold, as far as it can be checked without looking anything up.
 *
 * @param place its place in the input, from the arguments down
 * @param reference a UUID in small letters
 * @param soldAt in whole microseconds
 */
record ToldSale(
        List<String> place,
        String reference,
        Instant soldAt,
        List<Line> lines,
        List<PastOrder.Payment> payments,
        Customer.@Nullable Id customerId,
        @Nullable String note) {

    /** @param discount of all pieces together */
    record Line(ProductVariant.Id variantId, int quantity, Money unitPrice, Money discount) {}

    /** Its place, and further down. */
    String[] at(String... further) {
        var path = new ArrayList<>(place);
        path.addAll(List.of(further));
        return path.toArray(String[]::new);
    }

    /** Cash that stayed in the drawer. */
    Money cash() {
        return Money.sum(
                lines.getFirst().unitPrice().currency(),
                payments.stream()
                        .filter(payment -> payment.method() == OrderPaymentMethod.CASH)
                        .map(PastOrder.Payment::amount)
                        .toList());
    }

    /** Of all that the till says of it, whichever session it tells it in. */
    String digest() {
        return Sha256.hex(Json.canonical(Map.of(
                "sale",
                list(
                        reference,
                        soldAt.toString(),
                        customerId == null ? null : customerId.text(),
                        note,
                        lines.stream()
                                .map(line -> list(
                                        line.variantId().text(),
                                        line.quantity(),
                                        line.unitPrice().minorUnits(),
                                        line.discount().minorUnits()))
                                .toList(),
                        payments.stream()
                                .map(payment -> list(
                                        payment.method().name(),
                                        payment.amount().minorUnits(),
                                        payment.amount().currency().getCurrencyCode(),
                                        payment.reference()))
                                .toList()))));
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        var list = new ArrayList<@Nullable Object>();
        for (@Nullable Object value : values) {
            list.add(value);
        }
        return list;
    }
}
