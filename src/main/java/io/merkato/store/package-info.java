/**
 * The stores of a tenant, and which of them answers a request in which language and currency.
 * Owns the PostgreSQL schema {@code store}. Others name a store by {@code Store.Id} and take what a shopper sees from
 * the {@code StoreView} of the request.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy"})
package io.merkato.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
