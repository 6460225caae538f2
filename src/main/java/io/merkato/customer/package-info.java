/**
 * The customers of a tenant, signed in or guests: their addresses, groups, consents, wishes, what they did, and staff's notes.
 * Owns the PostgreSQL schema {@code customer}. Others name a customer by {@code Customer.Id}, and ask the {@code Shopper} who
 * shops and {@code Shoppers}, {@code Customers} and {@code Addresses} for the rest.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money", "tenancy", "store", "platform", "identity", "catalog"})
package io.merkato.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
