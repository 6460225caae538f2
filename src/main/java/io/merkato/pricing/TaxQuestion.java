package io.merkato.pricing;

import io.merkato.customer.Customer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where and to whom something is sold.
 *
 * @param country ISO 3166-1 alpha-2, of the place that it is delivered to
 * @param region as the address has it; null where it has none
 * @param customer null for the anonymous
 */
public record TaxQuestion(String country, @Nullable String region, Customer.@Nullable Id customer, Instant at) {}
