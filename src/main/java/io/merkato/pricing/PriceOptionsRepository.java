package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.FLASH_SALE;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_ITEM;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_STORE;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_ENTRY;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_GROUP;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_STORE;
import static io.merkato.pricing.PriceOffers.AMOUNT;
import static io.merkato.pricing.PriceOffers.COMPARE_AT;
import static io.merkato.pricing.PriceOffers.ENDS_AT;
import static io.merkato.pricing.PriceOffers.ITEM;
import static io.merkato.pricing.PriceOffers.OF;
import static io.merkato.pricing.PriceOffers.PRIORITY;
import static io.merkato.pricing.PriceOffers.QUANTITY;
import static io.merkato.pricing.PriceOffers.SOURCE;
import static io.merkato.pricing.PriceOffers.SPECIFICITY;
import static java.util.stream.Collectors.toMap;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Sql;
import io.merkato.catalog.BasePrices;
import io.merkato.catalog.OtherPrices;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectSelectStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** Every price that holds for a question, of many variants in one statement: their own, those of lists, those of sales. */
@Repository
class PriceOptionsRepository implements OtherPrices {

    private static final Table<?> BASE = table(name("base"));

    private static final Table<?> APPLYING = table(name("applying"));
    private static final Field<PriceList.Id> APPLYING_ID =
            DSL.field(name("applying", "id"), PRICE_LIST.ID.getDataType());
    private static final Field<Integer> APPLYING_PRIORITY = DSL.field(name("applying", "priority"), Integer.class);
    private static final Field<Integer> APPLYING_SPECIFICITY =
            DSL.field(name("applying", "specificity"), Integer.class);
    private static final Field<Instant> APPLYING_ENDS_AT =
            DSL.field(name("applying", "ends_at"), PRICE_LIST.ENDS_AT.getDataType());

    private static final Field<ProductVariant.Id> VARIANT =
            DSL.field(name("variant_id"), BasePrices.VARIANT_ID.getDataType());
    private static final Field<Product.Id> PRODUCT = DSL.field(name("product_id"), BasePrices.PRODUCT_ID.getDataType());

    private static final Table<?> SAID = table(name("said"));
    private static final Field<PriceList.Id> SAID_OF = DSL.field(name("said", "of_id"), PRICE_LIST.ID.getDataType());

    /** Of a list: its priority, then its specificity. */
    private static final Field<Integer> RANK = DSL.field(name("rank"), Integer.class);
    /** The greatest rank of a list that speaks from one on. */
    private static final Field<Integer> DECISIVE = DSL.field(name("decisive"), Integer.class);

    /** By the database's clock, while prices go by the application's: they do not differ by a day. */
    private static final Field<Instant> LONG_OVER =
            DSL.field("now() - interval '1 day'", PRICE_LIST.ENDS_AT.getDataType());

    /** When, from then on, price lists begin and end, and flash sales run. */
    PriceTurns turns(TenantContext tenant, Instant from) {
        List<PriceTurns.Span> lists = tenant.sql()
                .select(PRICE_LIST.STARTS_AT, PRICE_LIST.ENDS_AT)
                .from(PRICE_LIST)
                .where(tenant.owns(PRICE_LIST))
                .and(PRICE_LIST.STARTS_AT.gt(from).or(PRICE_LIST.ENDS_AT.gt(from)))
                .fetch(mapping(PriceTurns.Span::new));
        List<PriceTurns.Span> sales = tenant.sql()
                .select(FLASH_SALE.STARTS_AT, FLASH_SALE.ENDS_AT)
                .from(FLASH_SALE)
                .where(tenant.owns(FLASH_SALE))
                .and(FLASH_SALE.CANCELLED_AT.isNull())
                .and(FLASH_SALE.ENDS_AT.isNull().or(FLASH_SALE.ENDS_AT.gt(from)))
                .fetch(mapping(PriceTurns.Span::new));
        return new PriceTurns(from, lists, sales);
    }

    /** Whatever {@link #applying} and {@link #onSale} may find now or later, whoever asks; of each that which ends last. */
    @Override
    public Condition exist(TenantContext tenant) {
        return condition(coalesce(
                        field(select(field(PRICE_LIST.ENDS_AT.isNull().or(PRICE_LIST.ENDS_AT.gt(LONG_OVER))))
                                .from(PRICE_LIST)
                                .where(tenant.owns(PRICE_LIST))
                                .and(PRICE_LIST.ACTIVE)
                                .orderBy(PRICE_LIST.ENDS_AT.desc())
                                .limit(inline(1))),
                        inline(false)))
                .or(condition(coalesce(
                        field(select(field(FLASH_SALE.ENDS_AT.gt(LONG_OVER)))
                                .from(FLASH_SALE)
                                .where(tenant.owns(FLASH_SALE))
                                .and(FLASH_SALE.CANCELLED_AT.isNull())
                                .orderBy(FLASH_SALE.ENDS_AT.desc())
                                .limit(inline(1))),
                        inline(false))));
    }

    private record OfVariants(PriceQuestion question, Collection<ProductVariant.Id> variants) {}

    private record OfProducts(PriceQuestion question, Collection<Product.Id> products) {}

    private final Template<OfVariants, Object> ofVariants = new Template<>((tenant, asked) -> query(
            tenant,
            asked.question(),
            BasePrices.ofVariants(
                    tenant, asked.question().store(), asked.question().currency(), asked.variants())));
    private final Template<OfVariants, Object> ofPriced = new Template<>(PriceOptionsRepository::changes);
    private final Template<OfProducts, Object> ofProducts = new Template<>((tenant, asked) -> query(
            tenant,
            asked.question(),
            BasePrices.ofProducts(
                    tenant, asked.question().store(), asked.question().currency(), asked.products())));

    /** Variants without a price of their own in the currency are left out. */
    List<PriceOffers.Offer> ofVariants(
            TenantContext tenant, PriceQuestion question, Collection<ProductVariant.Id> variants) {
        return new PriceOffers(question.currency())
                .with(ofVariants
                        .fetch(tenant, new OfVariants(question, variants))
                        .rows())
                .all();
    }

    /** The same for variants whose own prices have been read for this question's store and currency: only what may change them is asked. */
    Map<ProductVariant.Id, PriceOptions> ofPriced(
            TenantContext tenant, PriceQuestion question, Collection<ProductVariant> variants) {
        var offers = new PriceOffers(question.currency());
        variants.forEach(offers::own);
        var priced = offers.all().stream().map(PriceOffers.Offer::variant).toList();
        offers.with(ofPriced.fetch(tenant, new OfVariants(question, priced)).rows());
        return offers.all().stream().collect(toMap(PriceOffers.Offer::variant, PriceOffers.Offer::options));
    }

    private static Template.Query<Object> changes(TenantContext tenant, OfVariants asked) {
        return Template.Query.of(listed(tenant.sql()
                        .with(BasePrices.known(asked.variants()))
                        .with(applying(tenant, asked.question()))
                        .with(said(tenant))
                        .select(ofLists()))
                .unionAll(onSale(tenant, asked.question())));
    }

    /** Of all their variants. */
    List<PriceOffers.Offer> ofProducts(TenantContext tenant, PriceQuestion question, Collection<Product.Id> products) {
        return new PriceOffers(question.currency())
                .with(ofProducts
                        .fetch(tenant, new OfProducts(question, products))
                        .rows())
                .all();
    }

    private static Template.Query<Object> query(
            TenantContext tenant, PriceQuestion question, CommonTableExpression<?> base) {
        return Template.Query.of(tenant.sql()
                .with(base)
                .with(applying(tenant, question))
                .with(said(tenant))
                .select(own())
                .from(BASE)
                .unionAll(listed(select(ofLists())))
                .unionAll(onSale(tenant, question)));
    }

    private static List<SelectField<?>> own() {
        return List.of(
                when(BasePrices.OF_STORE, inline(PriceSource.STORE.name()))
                        .otherwise(inline(PriceSource.BASE.name()))
                        .as(SOURCE),
                BasePrices.VARIANT_ID,
                BasePrices.PRODUCT_ID,
                BasePrices.AMOUNT,
                BasePrices.COMPARE_AT,
                castNull(OF).as(OF),
                castNull(ITEM).as(ITEM),
                castNull(QUANTITY).as(QUANTITY),
                castNull(PRIORITY).as(PRIORITY),
                castNull(SPECIFICITY).as(SPECIFICITY),
                castNull(ENDS_AT).as(ENDS_AT));
    }

    /** The lists that apply, few or none of those there are. */
    private static CommonTableExpression<?> applying(TenantContext tenant, PriceQuestion question) {
        return name("applying")
                .as(select(PRICE_LIST.ID, PRICE_LIST.PRIORITY, specificity().as("specificity"), PRICE_LIST.ENDS_AT)
                        .from(PRICE_LIST)
                        .where(tenant.owns(PRICE_LIST))
                        .and(PRICE_LIST.CURRENCY.eq(question.currency()))
                        .and(PRICE_LIST.ACTIVE)
                        .and(holds(PRICE_LIST.STARTS_AT, PRICE_LIST.ENDS_AT, question.at()))
                        .and(val(question.channel().name()).eq(any(PRICE_LIST.CHANNELS)))
                        .and(condition(PRICE_LIST.ALL_STORES)
                                .or(exists(selectOne()
                                        .from(PRICE_LIST_STORE)
                                        .where(tenant.owns(PRICE_LIST_STORE))
                                        .and(PRICE_LIST_STORE.PRICE_LIST_ID.eq(PRICE_LIST.ID))
                                        .and(PRICE_LIST_STORE.STORE_ID.eq(question.store())))))
                        .and(condition(PRICE_LIST.ALL_CUSTOMERS)
                                .or(exists(selectOne()
                                        .from(PRICE_LIST_GROUP)
                                        .where(tenant.owns(PRICE_LIST_GROUP))
                                        .and(PRICE_LIST_GROUP.PRICE_LIST_ID.eq(PRICE_LIST.ID))
                                        .and(Sql.isAny(
                                                PRICE_LIST_GROUP.CUSTOMER_GROUP_ID, question.customerGroups()))))));
    }

    /**
     * What the lists say of each variant: looked up variant by variant and then kept, whatever the planner believes of how many there
     * are, and of how many lists.
     */
    private static CommonTableExpression<?> said(TenantContext tenant) {
        Table<?> entry = lateral(Sql.first(select(
                                PRICE_LIST_ENTRY.PRICE_LIST_ID,
                                PRICE_LIST_ENTRY.MIN_QUANTITY,
                                PRICE_LIST_ENTRY.AMOUNT,
                                PRICE_LIST_ENTRY.COMPARE_AT)
                        .from(PRICE_LIST_ENTRY)
                        .where(tenant.owns(PRICE_LIST_ENTRY))
                        .and(PRICE_LIST_ENTRY.VARIANT_ID.eq(BasePrices.VARIANT_ID))
                        .and(PRICE_LIST_ENTRY.PRICE_LIST_ID.eq(
                                any(array(select(APPLYING_ID).from(APPLYING))))))
                .asTable("entry"));
        List<SelectField<?>> fields = List.of(
                BasePrices.VARIANT_ID,
                BasePrices.PRODUCT_ID,
                Sql.column(entry, PRICE_LIST_ENTRY.PRICE_LIST_ID).as(OF),
                Sql.column(entry, PRICE_LIST_ENTRY.MIN_QUANTITY).as(QUANTITY),
                Sql.column(entry, PRICE_LIST_ENTRY.AMOUNT).as(AMOUNT),
                Sql.column(entry, PRICE_LIST_ENTRY.COMPARE_AT).as(COMPARE_AT));
        return name("said").asMaterialized(select(fields).from(BASE).crossJoin(entry));
    }

    /** A list that speaks from one on leaves nothing to those that come after it, so they stay where they are. */
    private static Select<Record> listed(SelectSelectStep<Record> select) {
        Field<Integer> rank = APPLYING_PRIORITY.times(inline(8)).plus(APPLYING_SPECIFICITY);
        List<SelectField<?>> heard = List.of(
                VARIANT,
                PRODUCT,
                AMOUNT,
                COMPARE_AT,
                OF,
                QUANTITY,
                APPLYING_PRIORITY.as(PRIORITY),
                APPLYING_SPECIFICITY.as(SPECIFICITY),
                APPLYING_ENDS_AT.as(ENDS_AT),
                rank.as(RANK),
                max(when(QUANTITY.eq(inline(1L)), rank))
                        .over(partitionBy(VARIANT))
                        .as(DECISIVE));
        Table<?> listed = select(heard)
                .from(SAID)
                .join(APPLYING)
                .on(APPLYING_ID.eq(SAID_OF))
                .asTable("listed");
        return select.from(listed).where(RANK.ge(coalesce(DECISIVE, inline(0))));
    }

    private static List<SelectField<?>> ofLists() {
        return List.of(
                inline(PriceSource.PRICE_LIST.name()).as(SOURCE),
                VARIANT,
                PRODUCT,
                AMOUNT,
                COMPARE_AT,
                OF,
                castNull(ITEM).as(ITEM),
                QUANTITY,
                PRIORITY,
                SPECIFICITY,
                ENDS_AT);
    }

    private static Field<Integer> specificity() {
        return when(condition(PRICE_LIST.ALL_CUSTOMERS), inline(0))
                .otherwise(inline(4))
                .plus(when(cardinality(PRICE_LIST.CHANNELS).eq(inline(3)), inline(0))
                        .otherwise(inline(2)))
                .plus(when(condition(PRICE_LIST.ALL_STORES), inline(0)).otherwise(inline(1)));
    }

    private static Select<Record> onSale(TenantContext tenant, PriceQuestion question) {
        Table<?> item = lateral(Sql.first(select(
                                FLASH_SALE_ITEM.AMOUNT,
                                FLASH_SALE_ITEM.COMPARE_AT,
                                FLASH_SALE_ITEM.FLASH_SALE_ID,
                                FLASH_SALE_ITEM.ID,
                                FLASH_SALE_ITEM
                                        .QUANTITY
                                        .minus(FLASH_SALE_ITEM.SOLD)
                                        .as(QUANTITY),
                                FLASH_SALE.ENDS_AT)
                        .from(FLASH_SALE_ITEM)
                        .join(FLASH_SALE)
                        .on(tenant.owns(FLASH_SALE).and(FLASH_SALE.ID.eq(FLASH_SALE_ITEM.FLASH_SALE_ID)))
                        .where(tenant.owns(FLASH_SALE_ITEM))
                        .and(FLASH_SALE_ITEM.VARIANT_ID.eq(BasePrices.VARIANT_ID))
                        .and(FLASH_SALE_ITEM.CURRENCY.eq(question.currency()))
                        .and(FLASH_SALE.CANCELLED_AT.isNull())
                        .and(holds(FLASH_SALE.STARTS_AT, FLASH_SALE.ENDS_AT, question.at()))
                        .and(val(question.channel().name()).eq(any(FLASH_SALE.CHANNELS)))
                        .and(condition(FLASH_SALE.ALL_STORES)
                                .or(exists(selectOne()
                                        .from(FLASH_SALE_STORE)
                                        .where(tenant.owns(FLASH_SALE_STORE))
                                        .and(FLASH_SALE_STORE.FLASH_SALE_ID.eq(FLASH_SALE.ID))
                                        .and(FLASH_SALE_STORE.STORE_ID.eq(question.store()))))))
                .asTable("item"));
        List<SelectField<?>> fields = List.of(
                inline(PriceSource.FLASH_SALE.name()),
                BasePrices.VARIANT_ID,
                BasePrices.PRODUCT_ID,
                Sql.column(item, FLASH_SALE_ITEM.AMOUNT),
                Sql.column(item, FLASH_SALE_ITEM.COMPARE_AT),
                Sql.column(item, FLASH_SALE_ITEM.FLASH_SALE_ID),
                Sql.column(item, FLASH_SALE_ITEM.ID),
                Sql.column(item, QUANTITY),
                castNull(PRIORITY),
                castNull(SPECIFICITY),
                Sql.column(item, FLASH_SALE.ENDS_AT));
        return select(fields).from(BASE).crossJoin(item);
    }

    /** From the start on, up to and without the end. */
    private static Condition holds(Field<Instant> startsAt, Field<Instant> endsAt, Instant at) {
        return startsAt.isNull().or(startsAt.le(at)).and(endsAt.isNull().or(endsAt.gt(at)));
    }
}
