package io.merkato.pricing;

import io.merkato.catalog.Product;
import io.merkato.customer.Customer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A product that was sold to somebody at some time.
 *
 * @param customer null for the anonymous
 * @param at in whole microseconds
 */
public record TaxedSale(Product.Id product, Customer.@Nullable Id customer, Instant at) {}
