package io.merkato.pricing;

import static org.jooq.impl.DSL.noCondition;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.CustomerGroup;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Price lists and flash sales, as staff see them. */
@Controller
class PriceListController {

    private final PriceListRepository lists;
    private final FlashSaleRepository sales;

    PriceListController(PriceListRepository lists, FlashSaleRepository sales) {
        this.lists = lists;
        this.sales = sales;
    }

    @QueryMapping
    Connection<PriceList> priceLists(@Arguments PageArgs page, @ContextValue TenantContext tenant) {
        return lists.page(tenant, noCondition(), page);
    }

    @QueryMapping
    CompletableFuture<@Nullable PriceList> priceList(
            @Argument PriceList.Id id, DataLoader<PriceList.Id, @Nullable PriceList> priceListById) {
        return priceListById.load(id);
    }

    @QueryMapping
    Connection<FlashSale> flashSales(@Arguments PageArgs page, @ContextValue TenantContext tenant) {
        return sales.page(tenant, noCondition(), page);
    }

    @QueryMapping
    CompletableFuture<@Nullable FlashSale> flashSale(
            @Argument FlashSale.Id id, DataLoader<FlashSale.Id, @Nullable FlashSale> flashSaleById) {
        return flashSaleById.load(id);
    }

    @SchemaMapping
    CompletableFuture<List<Store>> stores(PriceList list, DataLoader<Store.Id, @Nullable Store> storeById) {
        return stores(list.storeIds(), storeById);
    }

    @SchemaMapping
    CompletableFuture<List<Store>> stores(FlashSale sale, DataLoader<Store.Id, @Nullable Store> storeById) {
        return stores(sale.storeIds(), storeById);
    }

    @SchemaMapping
    CompletableFuture<List<CustomerGroup>> customerGroups(
            PriceList list, DataLoader<CustomerGroup.Id, @Nullable CustomerGroup> customerGroupById) {
        return customerGroupById
                .loadMany(list.customerGroupIds())
                .thenApply(found -> found.stream().filter(Objects::nonNull).toList());
    }

    private static CompletableFuture<List<Store>> stores(
            List<Store.Id> ids, DataLoader<Store.Id, @Nullable Store> storeById) {
        return storeById
                .loadMany(ids)
                .thenApply(found -> found.stream().filter(Objects::nonNull).toList());
    }

    @SchemaMapping
    CompletableFuture<Connection<PriceListEntry>> entries(
            PriceList list,
            @Arguments PageArgs page,
            DataFetchingEnvironment environment,
            DataLoader<Children<PriceList.Id>, Connection<PriceListEntry>> entriesByPriceList) {
        return entriesByPriceList.load(Children.of(list.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            PriceListEntry entry, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(entry.variantId());
    }

    @SchemaMapping
    CompletableFuture<Connection<FlashSaleItem>> items(
            FlashSale sale,
            @Arguments PageArgs page,
            DataFetchingEnvironment environment,
            DataLoader<Children<FlashSale.Id>, Connection<FlashSaleItem>> itemsByFlashSale) {
        return itemsByFlashSale.load(Children.of(sale.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            FlashSaleItem item, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(item.variantId());
    }
}
