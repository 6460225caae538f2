package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
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
    List<LabelTranslation> translations(Attribute attribute) {
        return translations(attribute.labels());
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
    List<LabelTranslation> translations(Label label) {
        return translations(label.names());
    }

    private static List<LabelTranslation> translations(LocalisedText text) {
        return new TreeMap<>(text.byLocale())
                .entrySet().stream()
                        .map(each -> new LabelTranslation(Locale.forLanguageTag(each.getKey()), each.getValue()))
                        .toList();
    }

    @SchemaMapping
    List<CategoryTranslation> translations(Category category) {
        return CategoryTranslation.of(category);
    }
}
