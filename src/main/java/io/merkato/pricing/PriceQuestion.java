package io.merkato.pricing;

import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.Set;
import java.util.UUID;

/**
 * Whose prices are asked for.
 *
 * @param customerGroups of whoever buys; empty for the anonymous
 */
public record PriceQuestion(
        Store.Id store, Currency currency, SalesChannel channel, Set<UUID> customerGroups, Instant at) {

    public PriceQuestion {
        customerGroups = Set.copyOf(customerGroups);
    }
}
