package io.merkato.shipping;

import io.merkato.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a method costs from some weight or total on, up to where its next rate begins.
 *
 * @param starts grams or minor units of the method's currency, included; 0 where the price does not go by either
 * @param fromGrams of a method BY_WEIGHT
 * @param toGrams excluded; null where there is no next rate
 * @param fromTotal of a method BY_TOTAL
 * @param toTotal excluded; null where there is no next rate
 * @param price null where the method is not offered from here on
 */
public record ShippingRate(
        long starts,
        @Nullable Long fromGrams,
        @Nullable Long toGrams,
        @Nullable Money fromTotal,
        @Nullable Money toTotal,
        @Nullable Money price) {}
