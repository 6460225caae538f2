/**
 * Data to explore and to measure with: the demo tenants of db/demo and the generator of large catalogues.
 * Owns no table; it stands on top of every module and writes their tables in bulk, as an importer of whole tenants does.
 * Nobody refers to it, and nothing of it runs unless {@code merkato.demo} or {@code merkato.generate} asks for it.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "api",
            "money",
            "tenancy",
            "store",
            "identity",
            "platform",
            "catalog",
            "customer",
            "pricing",
            "inventory",
            "promotion",
            "shipping",
            "ledger",
            "ordering",
            "payment",
            "loyalty",
            "storecredit"
        })
package io.merkato.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
