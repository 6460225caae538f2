package io.merkato.ordering;

import io.merkato.catalog.Product;
import io.merkato.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a line of an order without the pieces that came back.
 *
 * @param productId null where it is none of the catalogue's
 * @param total what the pieces that are left were charged
 */
public record BoughtGoods(
        Order.Id order, OrderLine.Id line, Product.@Nullable Id productId, long quantity, Money total) {}
