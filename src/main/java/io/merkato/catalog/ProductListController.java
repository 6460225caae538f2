package io.merkato.catalog;

import graphql.GraphQLContext;
import io.merkato.api.Fault;
import io.merkato.api.Freshness;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.store.StoreCache;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Lists of products and their facets. */
@Controller
class ProductListController {

    private static final int LONGEST_SEARCH = 200;

    private final ProductLists lists;
    private final FacetRepository facets;
    private final AttributeRepository attributes;
    private final StoreCache cache;

    ProductListController(
            ProductLists lists, FacetRepository facets, AttributeRepository attributes, StoreCache cache) {
        this.lists = lists;
        this.facets = facets;
        this.attributes = attributes;
        this.cache = cache;
    }

    @QueryMapping
    ProductConnection products(
            @Arguments PageArgs page,
            @Argument @Nullable ProductWhere where,
            @Argument @Nullable String search,
            @Argument @Nullable ProductSort sort,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView,
            GraphQLContext context) {
        ProductQuery query = query(tenant, where, search, sort, context);
        return new ProductConnection(
                read(
                        context,
                        new PageOf("products", page),
                        query,
                        () -> lists.page(tenant, Sight.of(storeView, viewer), query, page)),
                query);
    }

    private record PageOf(String list, PageArgs page) {}

    private record FacetsOf(String list, @Nullable List<String> codes) {}

    /** What depends on stock is never remembered. */
    private <V> V read(GraphQLContext context, Object what, ProductQuery query, Supplier<V> read) {
        return query.where().asksForStock() ? read.get() : cache.reads(context).one(what, query, read);
    }

    private ProductQuery query(
            TenantContext tenant,
            @Nullable ProductWhere where,
            @Nullable String search,
            @Nullable ProductSort sort,
            GraphQLContext context) {
        ProductWhere asked = where == null ? ProductWhere.ALL : where.checked();
        if (asked.asksForStock()) {
            Freshness.none(context);
        }
        String words = search == null || search.isBlank() ? null : search.strip();
        if (words != null && words.length() > LONGEST_SEARCH) {
            throw Fault.badInput("search has at most " + LONGEST_SEARCH + " characters.");
        }
        ProductSort order = sort != null ? sort : words != null ? ProductSort.BEST_MATCH : ProductSort.NEWEST;
        List<String> codes = Stream.concat(asked.attributeCodes(), Stream.ofNullable(order.attribute()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<String, Attribute> named = codes.isEmpty()
                ? Map.of()
                : cache.reads(context).all("attributeByCode", codes, missing -> attributes.byCode(tenant, missing));
        return new ProductQuery(asked, words, order, named);
    }

    @SchemaMapping(typeName = "ProductConnection")
    @Nullable
    Integer totalCount(
            ProductConnection connection,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView,
            GraphQLContext context) {
        ProductQuery query = connection.query();
        Integer counted = connection.page().totalCount();
        if (counted != null) {
            return counted;
        }
        return read(
                        context,
                        "number of products",
                        query,
                        () -> Optional.ofNullable(lists.count(tenant, Sight.of(storeView, viewer), query)))
                .orElse(null);
    }

    @SchemaMapping(typeName = "ProductConnection")
    List<Facet> facets(
            ProductConnection connection,
            @Argument @Nullable List<String> codes,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView,
            GraphQLContext context) {
        ProductQuery query = connection.query();
        return read(
                context,
                new FacetsOf("facets", codes),
                query,
                () -> facets.attributes(tenant, Sight.of(storeView, viewer), query, codes));
    }

    @SchemaMapping(typeName = "ProductConnection")
    List<BrandFacet> brandFacet(
            ProductConnection connection,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        return facets.brands(tenant, Sight.of(storeView, viewer), connection.query());
    }

    @SchemaMapping(typeName = "ProductConnection")
    List<CategoryFacet> categoryFacet(
            ProductConnection connection,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        return facets.categories(tenant, Sight.of(storeView, viewer), connection.query());
    }

    @SchemaMapping(typeName = "ProductConnection")
    List<LabelFacet> labelFacet(
            ProductConnection connection,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        return facets.labels(tenant, Sight.of(storeView, viewer), connection.query());
    }

    @SchemaMapping(typeName = "ProductConnection")
    @Nullable
    PriceRange priceFacet(
            ProductConnection connection,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        return facets.prices(tenant, Sight.of(storeView, viewer), connection.query());
    }

    @SchemaMapping
    String label(FacetOption option, @ContextValue StoreView storeView) {
        return option.labels().inOr(storeView.locales(), option.value());
    }
}
