package io.merkato.ordering;

import io.merkato.catalog.Product;
import io.merkato.money.Money;
import org.jspecify.annotations.Nullable;

/** A line of an order, by what was bought and for how much. @param productId null where it is none of the catalogue's */
public record BoughtGoods(Order.Id order, Product.@Nullable Id productId, long quantity, Money total) {}
