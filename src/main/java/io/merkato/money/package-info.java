/**
 * Money: integers of minor units with an ISO 4217 currency, and the one rounding policy.
 * Owns the list of currencies. Others hold a {@code Money}, in SQL a {@code bigint} of {@code MinorUnits} beside a currency.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api"})
package io.merkato.money;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
