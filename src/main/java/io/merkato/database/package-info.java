/**
 * How Merkato reaches PostgreSQL: the embedded one or the one it is given, its roles and its migrations.
 * Owns no table. Everything else gets its connections from {@code tenancy}, never from here.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "api")
package io.merkato.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
