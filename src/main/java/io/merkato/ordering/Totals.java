package io.merkato.ordering;

import io.merkato.money.Money;

/**
 * What a cart or an order comes to; each figure is the sum of the lines' and shipping's.
 *
 * @param discount of lines and shipping
 * @param tax of lines and shipping, whether prices include it or not
 */
public record Totals(Money subtotal, Money shipping, Money discount, Money tax, Money total) {}
