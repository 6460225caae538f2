package io.merkato.ordering;

import io.merkato.money.Money;

/** Something taken off, and the code that says why. */
public record Discount(String code, Money amount) {}
