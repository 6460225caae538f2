/**
 * Bulk import and export of products as spreadsheets in Shopify's column format, and statements of the ledger's accounts as files.
 * Owns uploads, imports with their progress, and the rows that failed; products are written through the catalogue's facade.
 * Others refer to an import by its id.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money", "tenancy", "store", "identity", "catalog", "ledger"})
package io.merkato.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
