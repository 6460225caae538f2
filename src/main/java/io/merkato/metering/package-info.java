/**
 * How much tenants and their callers ask of this server: no more at once than their plan allows, so that none feels another.
 * Nobody refers to it: it stands before every operation by an interceptor.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy"})
package io.merkato.metering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
