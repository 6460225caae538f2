/**
 * The book beneath every balance: accounts and transfers between them, double-entry and append-only.
 * Owns the PostgreSQL schema {@code ledger}. Others write by {@link Ledger} and refer to what caused a transfer by its id.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy", "money"})
package io.merkato.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
