/**
 * The applications that ask a tenant's documents, which of them may send what, and how much each document is used.
 * Owns the PostgreSQL schema {@code client}. Nobody refers to it: it stands before every operation by an interceptor.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "tenancy", "identity"})
package io.merkato.client;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
