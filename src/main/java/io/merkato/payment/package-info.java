/**
 * Payments of orders through providers: the tenants' accounts there, what is asked of them, what came of it, and what they tell by themselves.
 * Owns the PostgreSQL schema {@code payment}. Every figure is a sum of what happened; others refer to a payment by its id.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "api",
            "money",
            "tenancy",
            "store",
            "platform",
            "identity",
            "customer",
            "ordering",
            "ledger",
            "provider"
        })
package io.merkato.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
