package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.SEARCH_PRODUCTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.jooq.catalog.tables.SearchProducts;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Lists of products, filtered, searched and sorted. */
@Repository
class ProductLists {

    private static final int MOST_FOUND = 10_000;
    /** A page's products, under the names that they have in their table. */
    private static final io.merkato.jooq.catalog.tables.Product PAGE = PRODUCT.as("page");

    /** How many there are besides, in each row of a page that counts them. */
    private static final Field<Integer> MATCHING = field(name(PAGE.getName(), "matching"), SQLDataType.INTEGER);

    private final Pages pages;
    private final Template<Asked, Reader> template = new Template<>(this::query);

    ProductLists(Pages pages) {
        this.pages = pages;
    }

    /** @param query all that it says is shape, as how it is sorted and how long its page is, so only that of a plain list is kept */
    private record Asked(Sight sight, ProductQuery query, PageArgs args) {

        /** What is searched is looked at one by one before it is sorted, so to count it costs next to nothing. */
        boolean counts() {
            return query.search() != null && args.isFromOneEnd();
        }
    }

    private record Reader(ProductOrder order, ProductSelect select) {}

    /** One statement: the page's products first, and only for these the words and prices. The first and the last page of a search are counted. */
    Connection<Product> page(TenantContext tenant, Sight sight, ProductQuery query, PageArgs args) {
        var asked = new Asked(sight, query, args);
        Template.Answer<Reader> page = query.isPlain() && args.isFromOneEnd()
                ? template.fetch(tenant, asked)
                : template.fetchUnkept(tenant, asked);
        Connection<Product> connection = pages.connection(
                list(tenant, query),
                page.rows(),
                page.reader().order().fields(),
                args,
                page.reader().select()::read);
        return asked.counts() ? connection.counted(matching(page.rows())) : connection;
    }

    private static int matching(List<Record> rows) {
        return rows.isEmpty() ? 0 : rows.getFirst().get(MATCHING);
    }

    private static String list(TenantContext tenant, ProductQuery query) {
        return tenant.id() + " products " + query.where() + query.search();
    }

    private Template.Query<Reader> query(TenantContext tenant, Asked asked) {
        Sight sight = asked.sight();
        ProductQuery query = asked.query();
        SearchProducts hits = hits(tenant, sight, query);
        var order = new ProductOrder(tenant, sight, query, source(hits), hits == null ? null : hits.RANK);
        Field<?> key =
                field(name(PAGE.getName(), order.key().getName()), order.key().getDataType());
        boolean read = ProductSelect.COLUMNS.contains(order.key());
        Table<?> page = pages.slice(
                        list(tenant, query),
                        tenant.sql()
                                .select(ProductSelect.COLUMNS)
                                .select(read ? List.of() : List.of(order.key()))
                                .select(
                                        asked.counts()
                                                ? List.of(DSL.count().over().as(MATCHING))
                                                : List.of())
                                .from(order.source())
                                .where(new ProductConditions(tenant, sight, query).all()),
                        order.fields(),
                        asked.args())
                .asTable(PAGE);
        var select = new ProductSelect(tenant, sight, PAGE);
        return new Template.Query<>(
                tenant.sql()
                        .select(select.fields())
                        .select(read ? List.of() : List.of(key))
                        .select(asked.counts() ? List.of(MATCHING) : List.of())
                        .from(select.joinedTo(page))
                        .orderBy(Pages.direction(order.fields(), asked.args()).stream()
                                .<SortField<?>>map(
                                        by -> (by.$field().equals(order.key()) ? key : PAGE.ID).sort(by.$sortOrder()))
                                .toList()),
                new Reader(order, select));
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
        Locale language = sight.locales().getFirst();
        return SEARCH_PRODUCTS
                .call(tenant.id().value(), query.search(), language, MOST_FOUND)
                .as("hits");
    }
}
