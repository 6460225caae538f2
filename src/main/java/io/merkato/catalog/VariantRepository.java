package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Variants, priced for one store and its currency. */
@Repository
class VariantRepository {

    private static final Field<MinorUnits> AMOUNT = field(name("amount"), VARIANT_PRICE.AMOUNT.getDataType());
    private static final Field<MinorUnits> COMPARE_AT =
            field(name("compare_at"), VARIANT_PRICE.COMPARE_AT.getDataType());
    private static final Field<Boolean> OF_STORE = field(name("of_store"), Boolean.class);
    private static final Field<Boolean> MAY_DIFFER = field(name("price_may_differ"), Boolean.class);
    private static final List<Field<?>> OF_VARIANT = List.of(
            VARIANT.ID,
            VARIANT.PRODUCT_ID,
            VARIANT.SKU,
            VARIANT.BARCODE,
            VARIANT.WEIGHT_GRAMS,
            VARIANT.POSITION,
            AMOUNT,
            COMPARE_AT,
            OF_STORE,
            VARIANT.AVAILABLE,
            VARIANT.EXTERNAL_ID,
            VARIANT.VERSION,
            VARIANT.CREATED_AT,
            VARIANT.UPDATED_AT,
            VARIANT.DELETED_AT);
    private static final List<Field<?>> READ = Stream.<Field<?>>concat(
                    OF_VARIANT.stream(), Stream.of(PRODUCT.STATUS, MAY_DIFFER))
            .toList();
    private static final Field<ProductStatus> ACTIVE =
            inline(ProductStatus.ACTIVE, PRODUCT.STATUS).as(PRODUCT.STATUS);
    private static final List<SortField<?>> ORDER = List.of(VARIANT.POSITION.asc(), VARIANT.ID.asc());

    private final Pages pages;
    private final OtherPrices otherPrices;
    private final Template<ById, Object> byId = new Template<>(this::byId);
    private final Template<InStock, Object> inStock = new Template<>(VariantRepository::inStock);
    private final Template<OfEach, Object> ofEach =
            new Template<>((tenant, asked) -> Template.Query.of(ofEach(tenant, asked), READ));

    VariantRepository(Pages pages, OtherPrices otherPrices) {
        this.pages = pages;
        this.otherPrices = otherPrices;
    }

    Map<ProductVariant.Id, ProductVariant> byId(TenantContext tenant, Sight sight, Collection<ProductVariant.Id> ids) {
        return byId.fetch(tenant, new ById(sight, ids)).rows().stream()
                .map(row -> variant(row, sight))
                .collect(Collectors.toMap(ProductVariant::id, variant -> variant));
    }

    private record ById(Sight sight, Collection<ProductVariant.Id> ids) {}

    private Template.Query<Object> byId(TenantContext tenant, ById asked) {
        return Template.Query.of(select(tenant, asked.sight(), Sql.isAny(VARIANT.ID, asked.ids())), READ);
    }

    /** Whether there is some of each, of those that are offered. */
    Map<ProductVariant.Id, Boolean> inStock(TenantContext tenant, Collection<ProductVariant.Id> ids) {
        return inStock.fetch(tenant, new InStock(ids)).rows().stream()
                .collect(Collectors.toMap(row -> row.get(VARIANT.ID), row -> row.get(VARIANT.AVAILABLE)));
    }

    private record InStock(Collection<ProductVariant.Id> ids) {}

    private static Template.Query<Object> inStock(TenantContext tenant, InStock asked) {
        return Template.Query.of(tenant.sql()
                .select(List.of(VARIANT.ID, VARIANT.AVAILABLE))
                .from(VARIANT)
                .where(tenant.owns(VARIANT))
                .and(VARIANT.DELETED_AT.isNull())
                .and(Sql.isAny(VARIANT.ID, asked.ids())));
    }

    Optional<ProductVariant> find(TenantContext tenant, Sight sight, ProductVariant.Id id) {
        return findOne(tenant, sight, VARIANT.ID.eq(id));
    }

    Optional<ProductVariant> findBySku(TenantContext tenant, Sight sight, String sku) {
        return findOne(tenant, sight, VARIANT.SKU.eq(sku));
    }

    private Optional<ProductVariant> findOne(TenantContext tenant, Sight sight, Condition which) {
        return select(tenant, sight, which).fetch(row -> variant(row, sight)).stream()
                .findFirst();
    }

    private Select<Record> select(TenantContext tenant, Sight sight, Condition which) {
        return rows(tenant, sight)
                .where(tenant.owns(VARIANT))
                .and(VARIANT.DELETED_AT.isNull())
                .and(sight.shows(tenant))
                .and(which);
    }

    /** As of active products: whoever has them knows which are not. The parents have been seen already, so their children are. */
    Map<Product.Id, Connection<ProductVariant>> pageOf(
            TenantContext tenant, Sight sight, Collection<Product.Id> products, PageArgs args) {
        var asked = new OfEach(sight, products, args);
        var answer = args.isFromOneEnd() ? ofEach.fetch(tenant, asked) : ofEach.fetchUnkept(tenant, asked);
        return each(tenant).pages(products, answer.rows(), args, row -> variant(row, sight));
    }

    private record OfEach(Sight sight, Collection<Product.Id> products, PageArgs args) {}

    private Select<Record> ofEach(TenantContext tenant, OfEach asked) {
        var prices = new VariantPrices(tenant, asked.sight());
        return each(tenant)
                .whole(
                        asked.products(),
                        prices.joinedTo(tenant.sql()
                                .select(columns(prices))
                                .select(ACTIVE, mayDiffer(tenant))
                                .from(VARIANT)),
                        asked.args());
    }

    Map<Product.Id, Integer> countOf(TenantContext tenant, Collection<Product.Id> products) {
        return each(tenant).count(products);
    }

    private PageOfEach<Product.Id, ProductVariant.Id> each(TenantContext tenant) {
        return each(tenant, "variants", VARIANT.DELETED_AT.isNull());
    }

    /** Those that can be restored. */
    Map<Product.Id, Connection<ProductVariant>> deletedPageOf(
            TenantContext tenant, Sight sight, Collection<Product.Id> products, PageArgs args) {
        return eachDeleted(tenant).fetch(products, rows(tenant, sight), args, row -> variant(row, sight));
    }

    Map<Product.Id, Integer> countDeletedOf(TenantContext tenant, Collection<Product.Id> products) {
        return eachDeleted(tenant).count(products);
    }

    private PageOfEach<Product.Id, ProductVariant.Id> eachDeleted(TenantContext tenant) {
        return each(tenant, "deleted variants", VARIANT.DELETED_AT.ge(Restorable.since()));
    }

    private PageOfEach<Product.Id, ProductVariant.Id> each(TenantContext tenant, String list, Condition which) {
        return new PageOfEach<>(tenant, pages, list, VARIANT, VARIANT.PRODUCT_ID, VARIANT.ID, ORDER, which);
    }

    Map<ProductVariant.Id, Money> costOf(TenantContext tenant, Collection<ProductVariant.Id> variants) {
        return tenant.sql()
                .select(VARIANT.ID, VARIANT.COST_AMOUNT, VARIANT.COST_CURRENCY)
                .from(VARIANT)
                .where(tenant.owns(VARIANT))
                .and(Sql.isAny(VARIANT.ID, variants))
                .and(VARIANT.COST_AMOUNT.isNotNull())
                .fetchMap(VARIANT.ID, row -> row.get(VARIANT.COST_AMOUNT).in(row.get(VARIANT.COST_CURRENCY)));
    }

    private SelectJoinStep<Record> rows(TenantContext tenant, Sight sight) {
        var prices = new VariantPrices(tenant, sight.store(), sight.currency());
        return prices.joinedTo(tenant.sql()
                .select(columns(prices))
                .select(PRODUCT.STATUS, mayDiffer(tenant))
                .from(VARIANT)
                .join(PRODUCT)
                .on(tenant.owns(PRODUCT).and(PRODUCT.ID.eq(VARIANT.PRODUCT_ID))));
    }

    private SelectField<Boolean> mayDiffer(TenantContext tenant) {
        return field(otherPrices.exist(tenant)).as(MAY_DIFFER);
    }

    /** All that is read of each variant. */
    private static List<SelectField<?>> columns(VariantPrices prices) {
        return OF_VARIANT.stream()
                .<SelectField<?>>map(field -> {
                    if (field == AMOUNT) {
                        return prices.amount().as(AMOUNT);
                    }
                    if (field == COMPARE_AT) {
                        return prices.compareAt().as(COMPARE_AT);
                    }
                    return field == OF_STORE ? field(prices.isOfStore()).as(OF_STORE) : field;
                })
                .toList();
    }

    private static ProductVariant variant(Record row, Sight sight) {
        boolean offered = row.get(AMOUNT) != null && row.get(PRODUCT.STATUS) == ProductStatus.ACTIVE;
        return new ProductVariant(
                row.get(VARIANT.ID),
                row.get(VARIANT.PRODUCT_ID),
                row.get(VARIANT.SKU),
                row.get(VARIANT.BARCODE),
                row.get(VARIANT.WEIGHT_GRAMS),
                row.get(VARIANT.POSITION),
                money(row.get(AMOUNT), sight),
                money(row.get(COMPARE_AT), sight),
                row.get(OF_STORE),
                row.get(MAY_DIFFER),
                offered,
                offered && row.get(VARIANT.AVAILABLE),
                row.get(VARIANT.EXTERNAL_ID),
                row.get(VARIANT.VERSION),
                row.get(VARIANT.CREATED_AT),
                row.get(VARIANT.UPDATED_AT),
                row.get(VARIANT.DELETED_AT));
    }

    private static @Nullable Money money(@Nullable MinorUnits amount, Sight sight) {
        return amount == null ? null : amount.in(sight.currency());
    }
}
