/**
 * What the platform keeps about itself: the audit log of every tenant and its own.
 * Owns the PostgreSQL schema {@code platform}. Others write to the log by saying what a mutation changed, nothing more.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy"})
package io.merkato.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
