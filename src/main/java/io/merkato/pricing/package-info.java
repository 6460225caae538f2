/**
 * What things cost, to whom, where and when, and how they are taxed: price lists, flash sales, tax classes, zones, rates
 * and exemptions.
 * Owns the PostgreSQL schema {@code pricing}. Others ask {@link Prices}, {@link FlashSales} and {@link Taxes}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money", "tenancy", "store", "catalog", "customer"})
package io.merkato.pricing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
