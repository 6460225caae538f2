package io.merkato.ordering;

import io.merkato.api.Owned;
import io.merkato.api.PostalAddress;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody bought, as it was then.
 *
 * @param number without gaps in the tenant
 * @param paid the sum of what came in
 * @param refunded the sum of what went back
 * @param returned what the goods that came back were charged
 */
public record Order(
        Id id,
        long number,
        Store.Id storeId,
        SalesChannel channel,
        @Nullable Source source,
        Customer.@Nullable Id customerId,
        @Nullable String email,
        @Nullable String phone,
        Locale locale,
        Totals totals,
        boolean pricesIncludeTax,
        @Nullable PostalAddress shippingAddress,
        @Nullable PostalAddress billingAddress,
        @Nullable String shippingMethod,
        @Nullable String note,
        OrderStatus status,
        PaymentStatus paymentStatus,
        FulfilmentStatus fulfilmentStatus,
        Money paid,
        Money refunded,
        Money returned,
        Instant placedAt,
        @Nullable Instant cancelledAt,
        @Nullable String cancelReason,
        Instant updatedAt,
        int version)
        implements Owned {

    /** The id's: loaders look orders up by it at every field. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Another system that it came from, and what it is called there. */
    public record Source(String name, String reference) {}

    @Override
    public Customer.@Nullable Id owner() {
        return customerId;
    }

    @Override
    public Store.Id ownerStore() {
        return storeId;
    }

    public Currency currency() {
        return totals.total().currency();
    }

    /** The number that a caller writes; empty where that is none. */
    static Optional<Long> numberOf(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** What is held for it: what came in less what went back. */
    public Money held() {
        return paid.minus(refunded);
    }

    /** What is still to be paid; below 0 what is to be given back. A cancelled order owes nothing. */
    public Money balance() {
        return (status == OrderStatus.CANCELLED
                        ? Money.zero(currency())
                        : totals.total().minus(returned))
                .minus(held());
    }
}
