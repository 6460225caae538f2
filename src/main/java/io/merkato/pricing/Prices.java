package io.merkato.pricing;

import static java.util.stream.Collectors.toMap;

import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** What things cost. The order in which lists, sales and a variant's own price decide stands at {@code Price} in the schema. */
@Component
public final class Prices {

    private final PriceOptionsRepository options;

    Prices(PriceOptionsRepository options) {
        this.options = options;
    }

    /**
     * Decides the prices of so many of each, in one statement. What has no price in the currency, or does not exist, is left out:
     * it is not sold there.
     *
     * @param quantities 1 or more of each
     */
    public Map<ProductVariant.Id, PriceDecision> decide(
            TenantContext tenant, PriceQuestion question, Map<ProductVariant.Id, Long> quantities) {
        return options.ofVariants(tenant, question, quantities.keySet()).stream()
                .collect(toMap(
                        PriceOffers.Offer::variant,
                        offer -> offer.options().decide(Objects.requireNonNull(quantities.get(offer.variant())))));
    }
}
