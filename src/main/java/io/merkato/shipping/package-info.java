/**
 * Where a tenant delivers to, by which methods, how long they take and what they cost.
 * Owns the PostgreSQL schema {@code shipping}. Others refer to a {@link ShippingMethod.Id} and ask {@link ShippingQuotes} what there is for a cart.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money", "tenancy", "store", "pricing"})
package io.merkato.shipping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
