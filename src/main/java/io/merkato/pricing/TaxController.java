package io.merkato.pricing;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.catalog.Product;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Tax classes, zones and rates, as staff see them. */
@Controller
class TaxController {

    private final TaxTableRepository tables;
    private final TaxRepository taxes;

    TaxController(TaxTableRepository tables, TaxRepository taxes) {
        this.tables = tables;
        this.taxes = taxes;
    }

    @QueryMapping
    Connection<TaxClass> taxClasses(@Arguments PageArgs page, @ContextValue TenantContext tenant) {
        return tables.classPage(tenant, page);
    }

    @QueryMapping
    Connection<TaxZone> taxZones(@Arguments PageArgs page, @ContextValue TenantContext tenant) {
        return tables.zonePage(tenant, page);
    }

    @BatchMapping
    List<List<TaxRate>> rates(List<TaxZone> zones, @ContextValue TenantContext tenant) {
        Map<TaxZone.Id, List<TaxRate>> found =
                tables.ratesOf(tenant, zones.stream().map(TaxZone::id).toList());
        return zones.stream()
                .map(zone -> found.getOrDefault(zone.id(), List.of()))
                .toList();
    }

    @SchemaMapping
    CompletableFuture<@Nullable TaxClass> taxClass(
            TaxRate rate, DataLoader<TaxClass.Id, @Nullable TaxClass> taxClassById) {
        return taxClassById.load(rate.taxClassId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable TaxZone> zone(TaxRate rate, DataLoader<TaxZone.Id, @Nullable TaxZone> taxZoneById) {
        return taxZoneById.load(rate.zoneId());
    }

    @BatchMapping
    Map<Product, TaxClass> taxClass(List<Product> products, @ContextValue TenantContext tenant) {
        Map<Product.Id, TaxClass.Id> classes =
                taxes.classOf(tenant, products.stream().map(Product::id).toList());
        Map<TaxClass.Id, TaxClass> found = tables.classById(tenant, Set.copyOf(classes.values()));
        return products.stream()
                .filter(product -> classes.containsKey(product.id()))
                .collect(toMap(
                        product -> product,
                        product -> requireNonNull(found.get(requireNonNull(classes.get(product.id())))),
                        (one, same) -> one));
    }
}
