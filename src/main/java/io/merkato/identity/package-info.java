/**
 * People and programs, how they prove who they are, and what a tenant lets them do.
 * Owns the PostgreSQL schema {@code identity}. Others name a person by {@code User.Id} and ask the {@code Viewer}, which this
 * package makes of a credential, what they may do.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "database", "tenancy", "store", "platform"})
package io.merkato.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
