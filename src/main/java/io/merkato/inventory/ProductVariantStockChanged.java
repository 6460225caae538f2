package io.merkato.inventory;

import static io.merkato.jooq.inventory.Tables.STOCK_MARKS;

import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Products;
import io.merkato.store.StoreView;
import io.merkato.tenancy.Lookout;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Watched;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

@Controller
class ProductVariantStockChanged {

    private final Products products;
    private final Watched<Mark> watched;

    /**
     * @param available null without limit
     * @param levels what lies where, for those who see that; null where nothing does
     */
    private record Mark(
            boolean offered,
            @Nullable Long available,
            @Nullable String levels) {

        Mark forShoppers() {
            return new Mark(offered, available, null);
        }
    }

    ProductVariantStockChanged(Products products, Lookout lookout) {
        this.products = products;
        this.watched = lookout.watch(
                "stock", STOCK_MARKS::call, mark -> new Mark(mark.getOffered(), mark.getAvailable(), mark.getLevels()));
    }

    @SubscriptionMapping
    Flux<ProductVariant> productVariantStockChanged(
            @Argument ProductVariant.Id id,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        boolean seesLevels = viewer.hasAnywhere(Permission.INVENTORY_READ);
        return watched.states(
                tenant,
                id,
                mark -> seesLevels ? mark : mark.forShoppers(),
                () -> products.findVariant(tenant, storeView, viewer, id));
    }
}
