package io.merkato.ordering;

import io.merkato.money.Money;

/** What is to go back, and by what. */
public record MoneyBack(Means means, Money amount) {}
