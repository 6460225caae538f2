/**
 * What happens at tenants and who is told: the audit log of every tenant and the platform's own, events, webhooks, and the jobs of all modules.
 * Owns the PostgreSQL schema {@code platform}. Others write to the log by saying what a mutation changed, publish by {@code Events}, and declare
 * what there is to tell and to do by beans: {@code EventType}, {@code ChangeEvents}, {@code io.merkato.api.Job}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy"})
package io.merkato.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
