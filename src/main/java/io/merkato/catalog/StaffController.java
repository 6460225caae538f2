package io.merkato.catalog;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.LocalisedText;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What only those who keep the catalogue see of it; who may is declared in the schema. */
@Controller
class StaffController {

    private final StaffRepository staff;
    private final VariantRepository variants;

    StaffController(StaffRepository staff, VariantRepository variants) {
        this.staff = staff;
        this.variants = variants;
    }

    @BatchMapping
    List<List<ProductTranslation>> translations(List<Product> products, @ContextValue TenantContext tenant) {
        var found =
                staff.translationsOf(tenant, products.stream().map(Product::id).toList());
        return products.stream()
                .map(product -> found.getOrDefault(product.id(), List.of()))
                .toList();
    }

    @BatchMapping
    List<List<ProductStoreOverride>> storeOverrides(
            List<Product> products, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        var found = staff.storeOverridesOf(
                tenant, products.stream().map(Product::id).toList());
        return products.stream()
                .map(product -> found.getOrDefault(product.id(), List.of()).stream()
                        .filter(override -> viewer.hasIn(Permission.CATALOG_READ, override.storeId()))
                        .toList())
                .toList();
    }

    @BatchMapping
    List<List<VariantPrice>> prices(
            List<ProductVariant> variants, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        var found =
                staff.pricesOf(tenant, variants.stream().map(ProductVariant::id).toList());
        return variants.stream()
                .map(variant -> found.getOrDefault(variant.id(), List.of()).stream()
                        .filter(price ->
                                price.storeId() == null || viewer.hasIn(Permission.CATALOG_READ, price.storeId()))
                        .toList())
                .toList();
    }

    @BatchMapping
    Map<ProductVariant, Money> cost(List<ProductVariant> variants, @ContextValue TenantContext tenant) {
        return VariantController.present(
                variants,
                this.variants.costOf(
                        tenant, variants.stream().map(ProductVariant::id).toList()));
    }

    @SchemaMapping
    CompletableFuture<Store> store(ProductStoreOverride override, DataLoader<Store.Id, Store> storeById) {
        return storeById.load(override.storeId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<Store> store(VariantPrice price, DataLoader<Store.Id, Store> storeById) {
        return price.storeId() == null ? null : storeById.load(price.storeId());
    }

    @SchemaMapping
    List<AttributeTranslation> translations(Attribute attribute) {
        return AttributeTranslation.of(attribute);
    }

    @SchemaMapping
    List<LabelTranslation> translations(AttributeOption option) {
        return translations(option.labels());
    }

    @SchemaMapping
    List<LabelTranslation> translations(AttributeSet set) {
        return translations(set.labels());
    }

    @SchemaMapping
    List<LabelTranslation> translations(AttributeGroup group) {
        return translations(group.labels());
    }

    @SchemaMapping
    List<LabelTranslation> translations(Label label) {
        return translations(label.names());
    }

    private static List<LabelTranslation> translations(LocalisedText text) {
        return text.each(LabelTranslation::new);
    }

    @SchemaMapping
    List<BrandTranslation> translations(Brand brand) {
        return SafeHtml.of(brand.descriptions()).each(BrandTranslation::new);
    }

    @SchemaMapping
    List<MediaTranslation> translations(Media media) {
        return media.alts().each(MediaTranslation::new);
    }

    @BatchMapping
    List<List<ProductDownload>> downloads(List<Product> products, @ContextValue TenantContext tenant) {
        List<Product.Id> downloadable = products.stream()
                .filter(product -> product.kind() == ProductKind.DOWNLOADABLE)
                .map(Product::id)
                .toList();
        var found = downloadable.isEmpty()
                ? Map.<Product.Id, List<ProductDownload>>of()
                : staff.downloadsOf(tenant, downloadable);
        return products.stream()
                .map(product -> found.getOrDefault(product.id(), List.of()))
                .toList();
    }

    @SchemaMapping
    CompletableFuture<Connection<ProductVariant>> deletedVariants(
            Product product,
            @Arguments PageArgs page,
            DataFetchingEnvironment environment,
            DataLoader<Children<Product.Id>, Connection<ProductVariant>> deletedVariantsByProduct) {
        return deletedVariantsByProduct.load(Children.of(product.id(), page, environment));
    }

    @SchemaMapping
    List<CategoryTranslation> translations(Category category) {
        return CategoryTranslation.of(category);
    }
}
