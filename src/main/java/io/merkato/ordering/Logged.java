package io.merkato.ordering;

import io.merkato.catalog.ProductVariant;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.shipping.ShippingMethod;
import io.merkato.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log keeps of changes to orders and drafts: figures, statuses and which fields, not what they say of a person. The log is
 * never changed, and what it said could never be erased.
 */
final class Logged {

    private Logged() {}

    /** @param fields of a person that were given, or changed */
    record OfOrder(
            long number,
            Store.Id storeId,
            Customer.@Nullable Id customerId,
            OrderStatus status,
            PaymentStatus paymentStatus,
            FulfilmentStatus fulfilmentStatus,
            Totals totals,
            Money paid,
            Money refunded,
            Money returned,
            @Nullable String cancelReason,
            List<String> fields) {}

    record OfDraft(
            Store.Id storeId,
            Customer.@Nullable Id customerId,
            CartStatus status,
            List<String> couponCodes,
            @Nullable Long loyaltyPoints,
            ShippingMethod.@Nullable Id shippingMethodId,
            List<Piece> lines,
            List<String> fields) {}

    record OfPayment(
            Order.Id orderId,
            OrderPaymentKind kind,
            OrderPaymentMethod method,
            Money amount,
            @Nullable String reference) {}

    /** What staff say of it stays out. */
    record OfRevision(Order.Id orderId, Totals before, Totals after, List<OrderRevision.Line> lines) {}

    record OfNote(Order.Id orderId) {}

    record Piece(
            ProductVariant.Id variantId,
            long quantity,
            @Nullable Money priceOverride) {}

    /** @param before null for a new one */
    static OfOrder of(Order order, @Nullable Order before) {
        var fields = new ArrayList<String>();
        note(fields, "email", order.email(), before == null ? null : before.email());
        note(fields, "phone", order.phone(), before == null ? null : before.phone());
        note(fields, "note", order.note(), before == null ? null : before.note());
        note(fields, "shippingAddress", order.shippingAddress(), before == null ? null : before.shippingAddress());
        note(fields, "billingAddress", order.billingAddress(), before == null ? null : before.billingAddress());
        return new OfOrder(
                order.number(),
                order.storeId(),
                order.customerId(),
                order.status(),
                order.paymentStatus(),
                order.fulfilmentStatus(),
                order.totals(),
                order.paid(),
                order.refunded(),
                order.returned(),
                order.cancelReason(),
                fields);
    }

    /** @param before null for a new one */
    static OfDraft of(Cart cart, List<CartLine> lines, @Nullable Cart before) {
        var fields = new ArrayList<String>();
        note(fields, "email", cart.email(), before == null ? null : before.email());
        note(fields, "phone", cart.phone(), before == null ? null : before.phone());
        note(fields, "note", cart.note(), before == null ? null : before.note());
        note(fields, "shippingAddress", cart.shippingAddress(), before == null ? null : before.shippingAddress());
        note(fields, "billingAddress", cart.billingAddress(), before == null ? null : before.billingAddress());
        return new OfDraft(
                cart.storeId(),
                cart.customerId(),
                cart.status(),
                cart.couponCodes(),
                cart.loyaltyPoints(),
                cart.shippingMethodId(),
                lines.stream()
                        .map(line -> new Piece(line.variantId(), line.quantity(), line.priceOverride()))
                        .toList(),
                fields);
    }

    private static void note(List<String> fields, String name, @Nullable Object now, @Nullable Object before) {
        if (!Objects.equals(now, before)) {
            fields.add(name);
        }
    }
}
