package io.merkato.shipping;

import io.merkato.money.Money;
import io.merkato.store.Store;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What is to be delivered, and where to.
 *
 * @param country ISO 3166-1 alpha-2; null where it is not known yet, and then there is only pickup
 * @param region as the address has it, by code or name
 * @param grams of all that is sent
 * @param total of the goods after discounts, in the currency
 */
public record ShippingQuestion(
        Store.Id store,
        Currency currency,
        @Nullable String country,
        @Nullable String region,
        long grams,
        Money total) {

    public ShippingQuestion {
        if (grams < 0 || total.minorUnits() < 0 || !total.currency().equals(currency)) {
            throw new IllegalArgumentException(grams + " g, " + total + " in " + currency);
        }
    }
}
