package io.merkato.catalog;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import graphql.schema.FieldCoordinates;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.KnownValues;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.ReadAnew;
import io.merkato.api.Viewer;
import io.merkato.store.StoreCache;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dataloader.BatchLoaderEnvironment;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** Things of the catalogue by their ids or by a small key, many at once; the fields that want them name the loader. */
@Configuration(proxyBeanMethods = false)
class CatalogLoaders {

    /** @param moderator whether the viewer sees reviews that are not approved */
    private record Asking(TenantContext tenant, Sight sight, boolean moderator, StoreCache.Reads reads) {

        List<Locale> languages() {
            return sight.locales();
        }

        /** Empty where the request is about no tenant. */
        static Optional<Asking> of(BatchLoaderEnvironment environment, StoreCache cache) {
            GraphQLContext context = requireNonNull(environment.<GraphQLContext>getContext());
            TenantContext tenant = context.get("tenant");
            StoreView store = context.get("storeView");
            Viewer viewer = requireNonNull(context.<Viewer>get("viewer"));
            return tenant == null || store == null
                    ? Optional.empty()
                    : Optional.of(new Asking(
                            tenant,
                            Sight.of(store, viewer),
                            viewer.has(Permission.REVIEWS_MODERATE),
                            cache.reads(context)));
        }
    }

    private interface Read<K, V> {
        Map<K, V> byKey(Asking asking, Set<K> keys);
    }

    private final BatchLoaderRegistry registry;
    private final KnownValues known;
    private final StoreCache cache;

    CatalogLoaders(
            BatchLoaderRegistry registry,
            KnownValues known,
            StoreCache cache,
            ProductRepository products,
            VariantRepository variants,
            AttributeRepository attributes,
            AttributeSetRepository sets,
            OptionRepository options,
            ValueRepository values,
            CategoryRepository categories,
            BrandRepository brands,
            LabelRepository labels,
            MediaRepository media,
            ReviewRepository reviews) {
        this.registry = registry;
        this.known = known;
        this.cache = cache;
        this.<Product.Id, Product>register(
                "productById", (asking, ids) -> products.byId(asking.tenant(), asking.sight(), ids));
        this.<ProductVariant.Id, ProductVariant>register(
                "productVariantById", (asking, ids) -> variants.byId(asking.tenant(), asking.sight(), ids));
        this.<Product.Id, Boolean>registerAsItIs(
                "inStockByProduct", (asking, ids) -> products.inStock(asking.tenant(), asking.sight(), ids));
        this.<ProductVariant.Id, Boolean>registerAsItIs(
                "inStockByVariant", (asking, ids) -> variants.inStock(asking.tenant(), ids));
        this.<Attribute.Id, Attribute>register("attributeById", (asking, ids) -> attributes.byId(asking.tenant(), ids));
        this.<AttributeOption.Id, AttributeOption>register(
                "attributeOptionById", (asking, ids) -> options.byId(asking.tenant(), ids));
        this.<AttributeSet.Id, AttributeSet>register(
                "attributeSetById", (asking, ids) -> sets.byId(asking.tenant(), ids));
        this.<Category.Id, Category>register("categoryById", (asking, ids) -> categories.byId(asking.tenant(), ids));
        this.<Brand.Id, Brand>register("brandById", (asking, ids) -> brands.byId(asking.tenant(), ids));
        this.<Label.Id, Label>register("labelById", (asking, ids) -> labels.byId(asking.tenant(), ids));
        this.<Media.Id, Media>register("mediaById", (asking, ids) -> media.byId(asking.tenant(), ids));
        this.<Review.Id, Review>registerAsItIs(
                "reviewById", (asking, ids) -> reviews.byId(asking.tenant(), asking.moderator(), ids));
        this.<AttributeSet.Id, List<AttributeAssignment>>register(
                "assignmentsBySet", (asking, ids) -> sets.assignmentsOf(asking.tenant(), ids));
        this.<ProductVariant.Id, List<AttributeOption>>register(
                "optionsByVariant", (asking, ids) -> options.ofVariants(asking.tenant(), ids));
        this.<Product.Id, Map<ProductVariant.Id, Map<String, String>>>register(
                "optionCodesByProduct", (asking, ids) -> options.codesOf(asking.tenant(), ids));
        this.<Product.Id, List<AttributeValue>>register(
                "valuesByProduct", (asking, ids) -> values.of(asking.tenant(), asking.languages(), ids));
        this.<ProductVariant.Id, List<AttributeValue>>register(
                "valuesByVariant", (asking, ids) -> values.of(asking.tenant(), asking.languages(), ids));
        this.<Children<Product.Id>, Connection<ProductVariant>>register(
                "variantsByProduct",
                (asking, keys) -> Children.load(
                        keys,
                        (parents, page) -> variants.pageOf(asking.tenant(), asking.sight(), parents, page),
                        parents -> variants.countOf(asking.tenant(), parents)));
        this.<Children<Product.Id>, Connection<ProductVariant>>registerAsItIs(
                "deletedVariantsByProduct",
                (asking, keys) -> Children.load(
                        keys,
                        (parents, page) -> variants.deletedPageOf(asking.tenant(), asking.sight(), parents, page),
                        parents -> variants.countDeletedOf(asking.tenant(), parents)));
        this.<Children<Product.Id>, Connection<Review>>registerAsItIs(
                "reviewsByProduct",
                (asking, keys) -> Children.load(
                        keys,
                        (parents, page) -> reviews.pageOf(asking.tenant(), asking.moderator(), parents, page),
                        parents -> reviews.countOf(asking.tenant(), asking.moderator(), parents)));
        this.<Children<Attribute.Id>, Connection<AttributeOption>>register(
                "optionsByAttribute",
                (asking, keys) -> Children.load(
                        keys,
                        (parents, page) -> options.pageOf(asking.tenant(), parents, page),
                        parents -> options.countOf(asking.tenant(), parents)));
    }

    private <K, V> void register(String name, Read<K, V> read) {
        known.<K, V>of(name, (context, key) -> cache.reads(context).find(name, key));
        this.<K, V>registerAsItIs(
                name, (asking, keys) -> asking.reads().<K, V>all(name, keys, missing -> read.byKey(asking, missing)));
    }

    /** Of what is never remembered. */
    private <K, V> void registerAsItIs(String name, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(() -> Asking.of(environment, cache)
                        .map(asking -> read.byKey(asking, keys))
                        .orElse(Map.of())));
    }

    /** The row only tells that there is none: what there is may be of a variant that has no price here. */
    @Bean
    ReadAnew<Product, Product.Id, Boolean> productAvailable() {
        return available(
                "Product",
                "inStockByProduct",
                product -> product.status() == ProductStatus.ACTIVE ? product.id() : null,
                product -> product.inStock() ? Optional.empty() : Optional.of(false));
    }

    @Bean
    ReadAnew<ProductVariant, ProductVariant.Id, Boolean> productVariantAvailable() {
        return available(
                "ProductVariant",
                "inStockByVariant",
                variant -> variant.offered() ? variant.id() : null,
                variant -> Optional.of(variant.available()));
    }

    /** Of what is offered, stock decides. */
    private <S, K> ReadAnew<S, K, Boolean> available(
            String type, String loader, Function<S, @Nullable K> key, Function<S, Optional<Boolean>> known) {
        return new ReadAnew<>(
                FieldCoordinates.coordinates(type, "available"),
                loader,
                key,
                false,
                (object, context) -> cache.reads(context).areRemembered() ? Optional.empty() : known.apply(object));
    }

    @Bean
    NodeType productNode() {
        return NodeType.of(Product.Id.class, "productById");
    }

    @Bean
    NodeType productVariantNode() {
        return NodeType.of(ProductVariant.Id.class, "productVariantById");
    }

    @Bean
    NodeType attributeNode() {
        return NodeType.of(Attribute.Id.class, "attributeById");
    }

    @Bean
    NodeType attributeOptionNode() {
        return NodeType.of(AttributeOption.Id.class, "attributeOptionById");
    }

    @Bean
    NodeType attributeSetNode() {
        return NodeType.of(AttributeSet.Id.class, "attributeSetById");
    }

    @Bean
    NodeType categoryNode() {
        return NodeType.of(Category.Id.class, "categoryById");
    }

    @Bean
    NodeType brandNode() {
        return NodeType.of(Brand.Id.class, "brandById");
    }

    @Bean
    NodeType labelNode() {
        return NodeType.of(Label.Id.class, "labelById");
    }

    @Bean
    NodeType mediaNode() {
        return NodeType.of(Media.Id.class, "mediaById");
    }

    @Bean
    NodeType reviewNode() {
        return NodeType.of(Review.Id.class, "reviewById");
    }
}
