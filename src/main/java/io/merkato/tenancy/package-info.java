/**
 * Tenants: the merchants of the platform, their plans and subscriptions, and the one way to their rows. Owns the PostgreSQL schema {@code tenancy}.
 * Others name a tenant by {@code Tenant.Id} and reach its rows through a {@code TenantContext}, the first parameter of every repository method;
 * a {@code Template} keeps a statement that is asked often, and a {@code Lookout} sees what has changed.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money"})
package io.merkato.tenancy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
