package io.merkato.inventory;

import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import org.jspecify.annotations.Nullable;

/**
 * Goods of an order that was made elsewhere.
 *
 * @param order new: nothing has moved for it before
 * @param from the one place that they come from; null for any
 * @param handedOver whether the buyer has them already; otherwise they are to be sent
 */
public record SoldGoods(
        TypeId order, ProductVariant.Id variant, long quantity, Location.@Nullable Id from, boolean handedOver) {}
