package io.merkato.shipping;

import io.merkato.api.LocalisedText;
import io.merkato.api.PostalAddress;
import io.merkato.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A method that is offered, and what it costs.
 *
 * @param minDays how long it takes; null together with {@code maxDays} where nothing is promised
 * @param pickupAddress of PICKUP alone
 * @param taxClass code of the tax class of shipping
 */
public record ShippingQuote(
        ShippingMethod.Id method,
        String code,
        LocalisedText names,
        ShippingMethodKind kind,
        Money price,
        @Nullable Integer minDays,
        @Nullable Integer maxDays,
        @Nullable PostalAddress pickupAddress,
        @Nullable String taxClass) {}
