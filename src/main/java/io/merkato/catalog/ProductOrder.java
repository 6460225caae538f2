package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRICE_RANGE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_FACET;
import static io.merkato.jooq.catalog.Tables.PRODUCT_RATING;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;

import io.merkato.api.Fault;
import io.merkato.api.SortDirection;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** How a list of products is ordered: a key that no product lacks, then the id. */
final class ProductOrder {

    private static final String KEY = "sort_key";
    private static final String LAST_TEXT = "\uffff";

    private final TenantContext tenant;
    private final Sight sight;
    private final boolean ascending;
    private final Table<?> source;
    private final Field<?> key;

    /** @param products the list's source, to which what it is ordered by may have to be joined */
    ProductOrder(
            TenantContext tenant, Sight sight, ProductQuery query, Table<?> products, @Nullable Field<Integer> rank) {
        this.tenant = tenant;
        this.sight = sight;
        ProductSort sort = query.sort();
        this.ascending = sort.direction() == SortDirection.ASC;
        switch (sort.key()) {
            case NAME -> {
                source = products;
                key = PRODUCT.SORT_NAME;
            }
            case CREATED_AT -> {
                source = products;
                key = PRODUCT.CREATED_AT;
            }
            case UPDATED_AT -> {
                source = products;
                key = PRODUCT.UPDATED_AT;
            }
            case POSITION -> {
                source = products;
                key = PRODUCT.POSITION;
            }
            case RELEVANCE -> {
                source = products;
                key = rank == null ? PRODUCT.CREATED_AT : rank;
            }
            case PRICE -> {
                source = keyed(joinedToPrices(products), coalesce(PRICE_RANGE.MIN_AMOUNT, last()));
                key = field(name("sort", KEY), Long.class);
            }
            case RATING -> {
                source = keyed(joinedToRatings(products), coalesce(average(), last()));
                key = field(name("sort", KEY), Long.class);
            }
            case ATTRIBUTE -> {
                Attribute attribute = sortable(query);
                boolean text = attribute.type() == AttributeType.TEXT;
                Table<?> values = values(attribute, text);
                source = keyed(
                        products.leftJoin(values)
                                .on(valueOf(values, PRODUCT_FACET.PRODUCT_ID).eq(PRODUCT.ID)),
                        text
                                ? coalesce(values.field("value", String.class), inline(ascending ? LAST_TEXT : ""))
                                : coalesce(values.field("value", Long.class), last()));
                key = text ? field(name("sort", KEY), String.class) : field(name("sort", KEY), Long.class);
            }
            default -> throw new IllegalArgumentException(sort.toString());
        }
    }

    /** What to select from. */
    Table<?> source() {
        return source;
    }

    Field<?> key() {
        return key;
    }

    List<SortField<?>> fields() {
        return ascending ? List.of(key.asc(), PRODUCT.ID.asc()) : List.of(key.desc(), PRODUCT.ID.desc());
    }

    /** Sorts what has no number to the end, whichever way the list runs. */
    private Field<Long> last() {
        return inline(ascending ? Long.MAX_VALUE : Long.MIN_VALUE);
    }

    private static Table<?> keyed(Table<?> source, Field<?> key) {
        return source.crossJoin(lateral(select(key.as(KEY)).asTable("sort")));
    }

    private Table<?> joinedToPrices(Table<?> products) {
        return products.leftJoin(PRICE_RANGE).on(sight.prices(tenant));
    }

    private Table<?> joinedToRatings(Table<?> products) {
        return products.leftJoin(PRODUCT_RATING)
                .on(tenant.owns(PRODUCT_RATING).and(PRODUCT_RATING.PRODUCT_ID.eq(PRODUCT.ID)));
    }

    /** In millionths of a star. */
    private static Field<Long> average() {
        return PRODUCT_RATING
                .RATING_SUM
                .cast(Long.class)
                .times(inline(1_000_000L))
                .div(nullif(PRODUCT_RATING.REVIEW_COUNT, inline(0)));
    }

    /** The least value of each product. */
    private Table<?> values(Attribute attribute, boolean text) {
        Field<?> value = text ? min(PRODUCT_FACET.VALUE) : min(PRODUCT_FACET.NUMBER);
        return select(PRODUCT_FACET.PRODUCT_ID, value.as("value"))
                .from(PRODUCT_FACET)
                .where(tenant.owns(PRODUCT_FACET))
                .and(PRODUCT_FACET.ATTRIBUTE_ID.eq(attribute.id()))
                .groupBy(PRODUCT_FACET.PRODUCT_ID)
                .asTable("sorted");
    }

    private static <T> Field<T> valueOf(Table<?> table, Field<T> column) {
        Field<T> field = table.field(column);
        if (field == null) {
            throw new IllegalArgumentException(table + " has no " + column);
        }
        return field;
    }

    private static Attribute sortable(ProductQuery query) {
        String code = query.sort().attribute();
        if (code == null) {
            throw Fault.badInput("Name the attribute to sort by.");
        }
        Attribute attribute = query.attribute(code);
        if (!attribute.sortable()) {
            throw Fault.badInput("Products cannot be sorted by '" + code + "'.");
        }
        return attribute;
    }
}
