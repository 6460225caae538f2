package io.merkato.pricing;

import io.merkato.money.Money;

/** What one costs from so many on. */
record PriceTier(long minQuantity, Money price) {}
