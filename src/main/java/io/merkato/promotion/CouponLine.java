package io.merkato.promotion;

import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.money.Money;
import java.util.Set;

/**
 * A line of a cart, as coupons see it.
 *
 * @param index tells the line apart from the others of its cart
 * @param categoryIds those the product is in, and all above them
 * @param amount of the whole line, before coupons
 */
public record CouponLine(int index, Product.Id productId, Set<Category.Id> categoryIds, Money amount) {}
