package io.merkato.catalog;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Viewer;
import io.merkato.store.StoreCache;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Variants, what they stand for, and bundles of them. */
@Controller
class VariantController {

    private final VariantRepository variants;
    private final MediaRepository media;
    private final StaffRepository staff;
    private final StoreCache cache;

    VariantController(VariantRepository variants, MediaRepository media, StaffRepository staff, StoreCache cache) {
        this.variants = variants;
        this.media = media;
        this.staff = staff;
        this.cache = cache;
    }

    @QueryMapping
    Optional<ProductVariant> productVariantBySku(
            @Argument String sku,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        return variants.findBySku(tenant, Sight.of(storeView, viewer), sku);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Product> product(
            ProductVariant variant, DataLoader<Product.Id, @Nullable Product> productById) {
        return productById.load(variant.productId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variantBySelectedOptions(
            Product product,
            @Argument List<SelectedOption> selectedOptions,
            DataLoader<Product.Id, @Nullable Map<ProductVariant.Id, Map<String, String>>> optionCodesByProduct,
            DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return optionCodesByProduct
                .load(product.id())
                .thenCompose(variants -> SelectedOption.variant(selectedOptions, variants == null ? Map.of() : variants)
                        .map(productVariantById::load)
                        .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    @SchemaMapping
    CompletableFuture<List<AttributeOption>> options(
            ProductVariant variant, DataLoader<ProductVariant.Id, @Nullable List<AttributeOption>> optionsByVariant) {
        return optionsByVariant.load(variant.id()).thenApply(ProductWhere::orEmpty);
    }

    @SchemaMapping
    CompletableFuture<String> name(
            ProductVariant variant,
            @ContextValue StoreView storeView,
            DataLoader<ProductVariant.Id, @Nullable List<AttributeOption>> optionsByVariant,
            DataLoader<Product.Id, @Nullable Product> productById) {
        return optionsByVariant
                .load(variant.id())
                .thenCombine(
                        productById.load(variant.productId()),
                        (options, product) -> options == null || options.isEmpty()
                                ? product == null ? variant.sku() : product.name()
                                : options.stream()
                                        .map(option -> option.labels().inOr(storeView.locales(), option.code()))
                                        .collect(Collectors.joining(" / ")));
    }

    @BatchMapping
    Map<ProductVariant, Media> thumbnail(
            List<ProductVariant> variants, @ContextValue TenantContext tenant, GraphQLContext context) {
        return present(
                variants,
                cache.reads(context)
                        .all("variant thumbnail", ids(variants), ids -> media.thumbnailOfVariants(tenant, ids)));
    }

    private static List<ProductVariant.Id> ids(List<ProductVariant> variants) {
        return variants.stream().map(ProductVariant::id).toList();
    }

    static <V> Map<ProductVariant, V> present(List<ProductVariant> variants, Map<ProductVariant.Id, V> found) {
        return variants.stream()
                .filter(variant -> found.containsKey(variant.id()))
                .collect(Collectors.toMap(
                        variant -> variant, variant -> requireNonNull(found.get(variant.id())), (one, same) -> one));
    }

    @BatchMapping
    List<List<Media>> media(List<ProductVariant> variants, @ContextValue TenantContext tenant, GraphQLContext context) {
        Map<ProductVariant.Id, List<Media>> found =
                cache.reads(context).all("variant media", ids(variants), ids -> media.ofVariants(tenant, ids));
        return variants.stream()
                .map(variant -> found.getOrDefault(variant.id(), List.of()))
                .toList();
    }

    @SchemaMapping
    CompletableFuture<List<AttributeValue>> attributes(
            ProductVariant variant,
            @Argument @Nullable List<String> codes,
            DataLoader<ProductVariant.Id, List<AttributeValue>> valuesByVariant) {
        return valuesByVariant.load(variant.id()).thenApply(values -> AttributeValue.only(codes, values));
    }

    @BatchMapping
    List<List<BundleItem>> bundleItems(List<Product> products, @ContextValue TenantContext tenant) {
        List<Product.Id> bundles = products.stream()
                .filter(product -> product.kind() == ProductKind.BUNDLE)
                .map(Product::id)
                .toList();
        Map<Product.Id, List<BundleItem>> found = bundles.isEmpty() ? Map.of() : staff.bundleItemsOf(tenant, bundles);
        return products.stream()
                .map(product -> found.getOrDefault(product.id(), List.of()))
                .toList();
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            BundleItem item, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(item.variantId());
    }
}
