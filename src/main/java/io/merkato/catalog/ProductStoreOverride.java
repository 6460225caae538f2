package io.merkato.catalog;

import io.merkato.store.Store;
import java.util.List;

/** What one store changes about a product. */
record ProductStoreOverride(Store.Id storeId, boolean visible, List<ProductStoreTranslation> translations) {}
