package io.merkato.ordering;

import io.merkato.api.Owned;
import io.merkato.api.PostalAddress;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.shipping.ShippingMethod;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is about to buy, without figures: those are a {@link CartQuote}.
 *
 * @param customerId null only in a draft
 * @param draft whether staff fill it
 * @param loyaltyPoints how many of the customer's points are to take something off
 */
public record Cart(
        Id id,
        Store.Id storeId,
        SalesChannel channel,
        Customer.@Nullable Id customerId,
        boolean draft,
        Currency currency,
        Locale locale,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String note,
        List<String> couponCodes,
        @Nullable Long loyaltyPoints,
        @Nullable PostalAddress shippingAddress,
        @Nullable PostalAddress billingAddress,
        ShippingMethod.@Nullable Id shippingMethodId,
        CartStatus status,
        Order.@Nullable Id orderId,
        Instant expiresAt,
        Instant createdAt,
        Instant updatedAt,
        int version)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "cart";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** A draft is the tenant's until it is an order, whoever it is for. */
    @Override
    public Customer.@Nullable Id owner() {
        return draft ? null : customerId;
    }

    @Override
    public Store.Id ownerStore() {
        return storeId;
    }

    /** Whether it says the same as the other, whenever each was touched. */
    boolean says(Cart other) {
        return equals(new Cart(
                other.id,
                other.storeId,
                other.channel,
                other.customerId,
                other.draft,
                other.currency,
                other.locale,
                other.email,
                other.phone,
                other.note,
                other.couponCodes,
                other.loyaltyPoints,
                other.shippingAddress,
                other.billingAddress,
                other.shippingMethodId,
                other.status,
                other.orderId,
                expiresAt,
                createdAt,
                updatedAt,
                version));
    }
}
