package io.merkato.channel;

import io.merkato.api.Json;
import io.merkato.api.PostalAddress;
import io.merkato.api.Sha256;
import io.merkato.money.Money;
import io.merkato.ordering.LineAmounts;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import io.merkato.ordering.PastOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Digests of what a source said of an order, by the place in its input such as {@code lines.0}, each with the order's own id, so that they tell nothing
 * of a person across orders. What was left out has none.
 */
final class ExternalOrderDigests {

    /** What may happen after an order was imported; once it has, it stays so. */
    private static final Set<String> LATER = Set.of("payment", "sentAt", "cancellation");

    private static final int BYTES = 12;

    private ExternalOrderDigests() {}

    static Map<String, String> of(ExternalSale sale, Order.Id order) {
        var texts = new LinkedHashMap<String, @Nullable Object>();
        texts.put("number", sale.number());
        texts.put("placedAt", sale.placedAt().toString());
        texts.put("customer", sale.buyer().equals(ExternalOrderReading.NOBODY) ? null : buyer(sale.buyer()));
        texts.put("shippingAddress", address(sale.shippingAddress()));
        texts.put("billingAddress", address(sale.billingAddress()));
        for (int i = 0; i < sale.lines().size(); i++) {
            texts.put("lines." + i, line(sale.lines().get(i)));
        }
        texts.put("shipping", list(sale.shippingMethod(), amounts(sale.shipping()), tax(sale.shippingTax())));
        texts.put("total", sale.total().minorUnits());
        texts.put("note", sale.note());
        texts.put("payment", payment(sale.payment()));
        texts.put("sentAt", sale.sentAt() == null ? null : sale.sentAt().toString());
        texts.put("cancellation", cancellation(sale.cancellation()));
        var digests = new LinkedHashMap<String, String>();
        texts.forEach((place, text) -> {
            if (text != null) {
                digests.put(place, digest(Json.canonical(Map.of("order", order.text(), place, text))));
            }
        });
        return digests;
    }

    static String ofAll(Map<String, String> digests) {
        return digest(Json.canonical(digests));
    }

    /** Where it was something else before; what has only happened since is not. */
    static Set<String> differences(Map<String, String> before, Map<String, String> now) {
        var places = new TreeSet<>(before.keySet());
        places.addAll(now.keySet());
        places.removeIf(place -> Objects.equals(before.get(place), now.get(place))
                || LATER.contains(place) && !before.containsKey(place));
        return places;
    }

    static boolean happenedOnce(String place) {
        return LATER.contains(place);
    }

    private static Object buyer(ExternalSale.Buyer buyer) {
        return list(
                buyer.email() == null ? null : buyer.email().key(),
                buyer.phone(),
                buyer.givenName(),
                buyer.familyName(),
                buyer.company());
    }

    private static @Nullable Object address(@Nullable PostalAddress address) {
        return address == null
                ? null
                : list(
                        address.givenName(),
                        address.familyName(),
                        address.company(),
                        address.line1(),
                        address.line2(),
                        address.city(),
                        address.region(),
                        address.postalCode(),
                        address.country(),
                        address.phone());
    }

    private static Object line(ExternalSale.Line line) {
        return list(
                line.sku(),
                line.name(),
                line.quantity(),
                line.unitPrice().minorUnits(),
                amounts(line.amounts()),
                tax(line.tax()));
    }

    private static Object amounts(LineAmounts amounts) {
        return Stream.of(amounts.subtotal(), amounts.discount(), amounts.tax(), amounts.total())
                .map(Money::minorUnits)
                .toList();
    }

    private static @Nullable Object tax(OrderLine.@Nullable Tax tax) {
        return tax == null ? null : list(tax.name(), tax.rate().partsPerMillion());
    }

    private static @Nullable Object payment(PastOrder.@Nullable Payment payment) {
        return payment == null
                ? null
                : list(payment.at().toString(), payment.method().name(), payment.reference());
    }

    private static @Nullable Object cancellation(PastOrder.@Nullable Cancellation cancellation) {
        return cancellation == null ? null : list(cancellation.at().toString(), cancellation.reason());
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        return new ArrayList<@Nullable Object>(Arrays.asList(values));
    }

    private static String digest(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Sha256.of(text), BYTES));
    }
}
