package io.merkato.catalog;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.store.StoreCache;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** A product and what hangs on it. */
@Controller
class ProductController {

    private final ProductRepository products;
    private final OptionRepository options;
    private final CategoryRepository categories;
    private final LabelRepository labels;
    private final MediaRepository media;
    private final ReviewRepository reviews;
    private final StoreCache cache;

    ProductController(
            ProductRepository products,
            OptionRepository options,
            CategoryRepository categories,
            LabelRepository labels,
            MediaRepository media,
            ReviewRepository reviews,
            StoreCache cache) {
        this.products = products;
        this.options = options;
        this.categories = categories;
        this.labels = labels;
        this.media = media;
        this.reviews = reviews;
        this.cache = cache;
    }

    @QueryMapping
    CompletableFuture<@Nullable Product> product(
            @Argument Product.Id id, DataLoader<Product.Id, @Nullable Product> productById) {
        return productById.load(id);
    }

    @QueryMapping
    Optional<Product> productBySlug(
            @Argument String slug,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView,
            GraphQLContext context) {
        return cache.reads(context)
                .one("productBySlug", slug, () -> products.findBySlug(tenant, Sight.of(storeView, viewer), slug));
    }

    @SchemaMapping
    Store store(Product product, @ContextValue StoreView storeView) {
        return storeView.store();
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Brand> brand(Product product, DataLoader<Brand.Id, @Nullable Brand> brandById) {
        return product.brandId() == null ? null : brandById.load(product.brandId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable AttributeSet> attributeSet(
            Product product, DataLoader<AttributeSet.Id, @Nullable AttributeSet> attributeSetById) {
        return product.attributeSetId() == null ? null : attributeSetById.load(product.attributeSetId());
    }

    @BatchMapping
    List<List<Label>> labels(List<Product> products, @ContextValue TenantContext tenant, GraphQLContext context) {
        return each(products, read(context, "labels", products, ids -> labels.ofProducts(tenant, ids)), List.of());
    }

    @BatchMapping
    List<List<Category>> categories(
            List<Product> products, @ContextValue TenantContext tenant, GraphQLContext context) {
        return each(
                products, read(context, "categories", products, ids -> categories.ofProducts(tenant, ids)), List.of());
    }

    @BatchMapping
    Map<Product, Media> thumbnail(List<Product> products, @ContextValue TenantContext tenant, GraphQLContext context) {
        return present(products, read(context, "thumbnail", products, ids -> media.thumbnailOfProducts(tenant, ids)));
    }

    @BatchMapping
    List<List<Media>> media(List<Product> products, @ContextValue TenantContext tenant, GraphQLContext context) {
        return each(products, read(context, "media", products, ids -> media.ofProducts(tenant, ids)), List.of());
    }

    @BatchMapping
    List<List<ProductAxis>> axes(List<Product> products, @ContextValue TenantContext tenant, GraphQLContext context) {
        Map<Product.Id, Map<Attribute.Id, List<AttributeOption>>> axes =
                read(context, "axes", products, ids -> options.axesOf(tenant, ids));
        return products.stream()
                .map(product -> axes.getOrDefault(product.id(), Map.of()).entrySet().stream()
                        .map(axis -> new ProductAxis(axis.getKey(), axis.getValue()))
                        .toList())
                .toList();
    }

    @BatchMapping
    List<Rating> rating(List<Product> products, @ContextValue TenantContext tenant) {
        return each(products, reviews.ratingOf(tenant, ids(products)), Rating.NONE);
    }

    @SchemaMapping
    CompletableFuture<List<AttributeValue>> attributes(
            Product product,
            @Argument @Nullable List<String> codes,
            DataLoader<Product.Id, List<AttributeValue>> valuesByProduct) {
        return valuesByProduct.load(product.id()).thenApply(values -> AttributeValue.only(codes, values));
    }

    @SchemaMapping
    CompletableFuture<Connection<ProductVariant>> variants(
            Product product,
            @Arguments PageArgs page,
            DataFetchingEnvironment environment,
            DataLoader<Children<Product.Id>, Connection<ProductVariant>> variantsByProduct,
            DataLoader<Product.Id, @Nullable Product> productById) {
        if (product.deletedAt() == null) {
            productById.prime(
                    product.id(), product); // variants are named after it; by its id a deleted one is not found
        }
        CompletableFuture<Connection<ProductVariant>> variants =
                variantsByProduct.load(Children.of(product.id(), page, environment));
        return product.status() == ProductStatus.ACTIVE
                ? variants
                : variants.thenApply(all -> all.map(ProductVariant::notOffered));
    }

    @SchemaMapping
    CompletableFuture<Connection<Review>> reviews(
            Product product,
            @Arguments PageArgs page,
            DataFetchingEnvironment environment,
            DataLoader<Children<Product.Id>, Connection<Review>> reviewsByProduct) {
        return reviewsByProduct.load(Children.of(product.id(), page, environment));
    }

    private <V> Map<Product.Id, V> read(
            GraphQLContext context,
            String what,
            List<Product> products,
            Function<Collection<Product.Id>, Map<Product.Id, V>> read) {
        return cache.reads(context).all("product " + what, ids(products), read::apply);
    }

    private static List<Product.Id> ids(Collection<Product> products) {
        return products.stream().map(Product::id).toList();
    }

    private static <V> List<V> each(List<Product> products, Map<Product.Id, V> found, V otherwise) {
        return products.stream()
                .map(product -> found.getOrDefault(product.id(), otherwise))
                .toList();
    }

    private static <V> Map<Product, V> present(List<Product> products, Map<Product.Id, V> found) {
        return products.stream()
                .filter(product -> found.containsKey(product.id()))
                .collect(Collectors.toMap(
                        product -> product, product -> requireNonNull(found.get(product.id())), (one, same) -> one));
    }
}
