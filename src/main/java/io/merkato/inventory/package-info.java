/**
 * What lies where: locations, stock levels, promises to carts and orders, and the movements that explain every figure.
 * Owns the PostgreSQL schema {@code inventory}. Others promise, release and ship through {@link Stock}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy", "store", "platform", "catalog"})
package io.merkato.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
