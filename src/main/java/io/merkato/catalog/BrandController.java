package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Brands, labels and media: what adorns products. */
@Controller
class BrandController {

    private final BrandRepository brands;
    private final LabelRepository labels;

    BrandController(BrandRepository brands, LabelRepository labels) {
        this.brands = brands;
        this.labels = labels;
    }

    @QueryMapping
    Connection<Brand> brands(
            @Arguments PageArgs page,
            @Argument @Nullable BrandWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        Condition which = Restorable.inSight(
                BRAND.DELETED_AT, where != null && where.asksForDeleted(), Sight.of(storeView, viewer));
        return brands.page(tenant, which.and(Where.of(where)), page);
    }

    @QueryMapping
    CompletableFuture<@Nullable Brand> brand(@Argument Brand.Id id, DataLoader<Brand.Id, @Nullable Brand> brandById) {
        return brandById.load(id);
    }

    @QueryMapping
    Optional<Brand> brandBySlug(@Argument String slug, @ContextValue TenantContext tenant) {
        return brands.findBySlug(tenant, slug);
    }

    @SchemaMapping
    @Nullable
    String description(Brand brand, @ContextValue StoreView storeView) {
        return SafeHtml.of(brand.descriptions()).in(storeView.locales());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Media> logo(Brand brand, DataLoader<Media.Id, @Nullable Media> mediaById) {
        return brand.logoId() == null ? null : mediaById.load(brand.logoId());
    }

    @BatchMapping
    List<Integer> productCount(
            List<Brand> brands,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        Map<Brand.Id, Integer> found = this.brands.productCountOf(
                tenant,
                Sight.of(storeView, viewer),
                brands.stream().map(Brand::id).toList());
        return brands.stream().map(brand -> found.getOrDefault(brand.id(), 0)).toList();
    }

    @QueryMapping
    List<Label> labels(@ContextValue TenantContext tenant) {
        return labels.findAll(tenant);
    }

    @SchemaMapping
    String name(Label label, @ContextValue StoreView storeView) {
        return label.names().inOr(storeView.locales(), label.code());
    }

    /** A path is one of this server's own. */
    @SchemaMapping
    String url(Media media, @ContextValue(required = false) @Nullable String origin) {
        return origin != null && media.url().startsWith("/") && !media.url().startsWith("//")
                ? origin + media.url()
                : media.url();
    }

    @SchemaMapping
    @Nullable
    String alt(Media media, @ContextValue StoreView storeView) {
        return media.alts().in(storeView.locales());
    }
}
