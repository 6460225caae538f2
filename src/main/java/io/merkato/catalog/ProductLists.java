package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.SEARCH_PRODUCTS;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.jooq.catalog.tables.SearchProducts;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Lists of products, filtered, searched and sorted. */
@Repository
class ProductLists {

    private static final int MOST_FOUND = 10_000;

    private final Pages pages;

    ProductLists(Pages pages) {
        this.pages = pages;
    }

    /** One statement: the page's ids first, and only for these the words and prices. */
    Connection<Product> page(TenantContext tenant, Sight sight, ProductQuery query, PageArgs args) {
        SearchProducts hits = hits(tenant, sight, query);
        var order = new ProductOrder(tenant, sight, query, source(hits), hits == null ? null : hits.RANK);
        String list = tenant.id() + " products " + query.where() + query.search();
        Table<?> page = pages.slice(
                        list,
                        tenant.sql()
                                .select(PRODUCT.ID, order.key())
                                .from(order.source())
                                .where(new ProductConditions(tenant, sight, query).all()),
                        order.fields(),
                        args)
                .asTable("page");
        var select = new ProductSelect(tenant, sight);
        List<Record> rows = tenant.sql()
                .select(select.fields())
                .select(Sql.column(page, order.key()))
                .from(select.joinedTo(
                        page.join(PRODUCT).on(tenant.owns(PRODUCT).and(PRODUCT.ID.eq(Sql.column(page, PRODUCT.ID))))))
                .orderBy(Pages.direction(order.fields(), args).stream()
                        .<SortField<?>>map(by -> Sql.column(page, by.$field()).sort(by.$sortOrder()))
                        .toList())
                .fetch();
        return pages.connection(list, rows, order.fields(), args, select::product);
    }

    /** How many there are; null where there are too many to count. */
    @Nullable
    Integer count(TenantContext tenant, Sight sight, ProductQuery query) {
        return Connection.count(
                tenant.sql(),
                selectOne()
                        .from(source(hits(tenant, sight, query)))
                        .where(new ProductConditions(tenant, sight, query).all()));
    }

    /** The products that a list is about, before its conditions. */
    static Table<?> source(TenantContext tenant, Sight sight, ProductQuery query) {
        return source(hits(tenant, sight, query));
    }

    private static Table<?> source(@Nullable SearchProducts hits) {
        return hits == null ? PRODUCT : PRODUCT.join(hits).on(PRODUCT.ID.eq(hits.PRODUCT_ID));
    }

    private static @Nullable SearchProducts hits(TenantContext tenant, Sight sight, ProductQuery query) {
        if (query.search() == null) {
            return null;
        }
        Locale language = sight.store().locales().getFirst();
        return SEARCH_PRODUCTS
                .call(tenant.id().value(), query.search(), language, MOST_FOUND)
                .as("hits");
    }
}
