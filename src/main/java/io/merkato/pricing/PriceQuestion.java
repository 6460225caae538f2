package io.merkato.pricing;

import io.merkato.customer.CustomerGroup;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.Set;

/**
 * Whose prices are asked for.
 *
 * @param customerGroups of whoever buys; empty for the anonymous
 */
public record PriceQuestion(
        Store.Id store, Currency currency, SalesChannel channel, Set<CustomerGroup.Id> customerGroups, Instant at) {

    public PriceQuestion {
        customerGroups = Set.copyOf(customerGroups);
    }
}
