/**
 * What tenants give away to sell more: coupons, and each use of one.
 * Owns the PostgreSQL schema {@code promotion}. Others refer to a {@link Coupon.Id}, and find, reckon with, redeem and release coupons by
 * {@link Coupons}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money", "tenancy", "store", "catalog", "customer"})
package io.merkato.promotion;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
