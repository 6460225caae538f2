package io.merkato.catalog;

import io.merkato.money.Money;
import io.merkato.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * A variant's price in one currency.
 *
 * @param storeId the store that alone has it; null for all
 */
record VariantPrice(Money price, @Nullable Money compareAtPrice, Store.@Nullable Id storeId) {}
