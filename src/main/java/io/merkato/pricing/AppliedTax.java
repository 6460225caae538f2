package io.merkato.pricing;

import io.merkato.money.Rate;
import org.jspecify.annotations.Nullable;

/**
 * The tax on a product; {@link io.merkato.money.TaxedAmount} reckons with it.
 *
 * @param name as it stands on the invoice: {@code VAT}
 * @param rate 0 where the customer is exempt
 * @param exemption why it is 0
 */
public record AppliedTax(String name, Rate rate, TaxExemption.@Nullable Id exemption) {}
