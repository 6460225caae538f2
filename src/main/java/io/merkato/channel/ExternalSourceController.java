package io.merkato.channel;

import static io.merkato.jooq.channel.Tables.EXTERNAL_SOURCE;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Sql;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.ordering.Order;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Sources of external orders, what they call goods, and which of their orders became which. */
@Controller
class ExternalSourceController {

    private final ExternalSourceRepository sources;
    private final ExternalOrderRepository orders;

    ExternalSourceController(ExternalSourceRepository sources, ExternalOrderRepository orders) {
        this.sources = sources;
        this.orders = orders;
    }

    @QueryMapping
    CompletableFuture<@Nullable ExternalSource> externalSource(
            @Argument ExternalSource.Id id,
            DataLoader<ExternalSource.Id, @Nullable ExternalSource> externalSourceById) {
        return externalSourceById.load(id);
    }

    @QueryMapping
    Connection<ExternalSource> externalSources(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return sources.page(tenant, reach(viewer), page);
    }

    /** Those of the stores that the viewer's right to see orders reaches. */
    private static Condition reach(Viewer viewer) {
        return switch (viewer.permissions().get(Permission.ORDERS_READ)) {
            case null -> falseCondition();
            case Reach.EveryStore all -> noCondition();
            case Reach.OnlyStores(var stores) ->
                Sql.isAny(
                        EXTERNAL_SOURCE.STORE_ID,
                        stores.stream().map(Store.Id::new).toList());
        };
    }

    @SchemaMapping
    CompletableFuture<@Nullable Store> store(ExternalSource source, DataLoader<Store.Id, @Nullable Store> storeById) {
        return storeById.load(source.storeId());
    }

    @SchemaMapping
    CompletableFuture<Connection<ExternalSku>> skus(
            ExternalSource source,
            @Arguments PageArgs page,
            DataFetchingEnvironment environment,
            DataLoader<Children<ExternalSource.Id>, Connection<ExternalSku>> skusByExternalSource) {
        return skusByExternalSource.load(Children.of(source.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            ExternalSku sku, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(sku.variantId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable ExternalSource> source(
            ExternalOrder order, DataLoader<ExternalSource.Id, @Nullable ExternalSource> externalSourceById) {
        return externalSourceById.load(order.sourceId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Order> order(
            ExternalOrderResult result, DataLoader<Order.Id, @Nullable Order> orderById) {
        return result.orderId() == null ? CompletableFuture.completedFuture(null) : orderById.load(result.orderId());
    }

    @BatchMapping(typeName = "Order")
    Map<Order, ExternalOrder> externalOrder(List<Order> orders, @ContextValue TenantContext tenant) {
        Map<Order.Id, ExternalOrder> found =
                this.orders.byOrder(tenant, orders.stream().map(Order::id).toList());
        var byOrder = new java.util.HashMap<Order, ExternalOrder>();
        for (Order order : orders) {
            ExternalOrder external = found.get(order.id());
            if (external != null) {
                byOrder.put(order, external);
            }
        }
        return byOrder;
    }
}
