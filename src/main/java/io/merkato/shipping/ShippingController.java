package io.merkato.shipping;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Where;
import io.merkato.store.Store;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What staff see of zones and methods. */
@Controller
class ShippingController {

    private final ShippingZoneRepository zones;
    private final ShippingMethodRepository methods;

    ShippingController(ShippingZoneRepository zones, ShippingMethodRepository methods) {
        this.zones = zones;
        this.methods = methods;
    }

    @QueryMapping
    Connection<ShippingZone> shippingZones(@Arguments PageArgs page, @ContextValue TenantContext tenant) {
        return zones.page(tenant, page);
    }

    @QueryMapping
    CompletableFuture<@Nullable ShippingZone> shippingZone(
            @Argument ShippingZone.Id id, DataLoader<ShippingZone.Id, @Nullable ShippingZone> shippingZoneById) {
        return shippingZoneById.load(id);
    }

    @QueryMapping
    Connection<ShippingMethod> shippingMethods(
            @Arguments PageArgs page,
            @Argument @Nullable ShippingMethodWhere where,
            @ContextValue TenantContext tenant) {
        return methods.page(tenant, Where.of(where), page);
    }

    @QueryMapping
    CompletableFuture<@Nullable ShippingMethod> shippingMethod(
            @Argument ShippingMethod.Id id,
            DataLoader<ShippingMethod.Id, @Nullable ShippingMethod> shippingMethodById) {
        return shippingMethodById.load(id);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable ShippingZone> zone(
            ShippingMethod method, DataLoader<ShippingZone.Id, @Nullable ShippingZone> shippingZoneById) {
        return method.zoneId() == null ? null : shippingZoneById.load(method.zoneId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Store> store(ShippingMethod method, DataLoader<Store.Id, @Nullable Store> storeById) {
        return method.storeId() == null ? null : storeById.load(method.storeId());
    }

    @SchemaMapping
    String name(ShippingMethod method, @ContextValue StoreView storeView) {
        return method.names().inOr(storeView.locales(), method.code());
    }

    @SchemaMapping
    List<ShippingMethodTranslation> translations(ShippingMethod method) {
        return method.names().each(ShippingMethodTranslation::new);
    }
}
