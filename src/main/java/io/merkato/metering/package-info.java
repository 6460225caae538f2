/**
 * How much tenants and their callers ask of this server: no more at once than their plan allows, so that none feels another, and counted by the day.
 * Owns the PostgreSQL schema {@code metering}. Nobody refers to it: it stands before every operation, and every answer that is given again, by
 * an interceptor; what tenants have, other modules tell by a {@code UsageGauge}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy"})
package io.merkato.metering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
