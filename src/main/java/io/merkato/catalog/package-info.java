/**
 * What a tenant sells: attributes and their sets, products and variants, categories, brands, labels, media and reviews.
 * Owns the PostgreSQL schema {@code catalog}. Others refer to its things by their ids, such as {@link Product.Id}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "money", "tenancy", "store", "platform"})
package io.merkato.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
