/**
 * How each provider of payments is talked to: what is sent, what it may answer, how it signs what it tells by itself.
 * Owns no table. {@code payment} calls it by {@link PaymentProvider}, outside any transaction, and keeps what came of it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"money"})
package io.merkato.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
