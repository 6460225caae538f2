package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.PRODUCT_TAX_CLASS;
import static io.merkato.jooq.pricing.Tables.TAX_CLASS;
import static io.merkato.jooq.pricing.Tables.TAX_EXEMPTION;
import static io.merkato.jooq.pricing.Tables.TAX_RATE;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE_PLACE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import io.merkato.api.Sql;
import io.merkato.catalog.Product;
import io.merkato.customer.Customer;
import io.merkato.money.Rate;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Which rate is due on which product, and of which class products are. */
@Repository
class TaxRepository {

    private static final Field<TaxClass.Id> CLASS =
            field(DSL.name("of_class", "tax_class_id"), TAX_CLASS.ID.getDataType());

    Map<Product.Id, AppliedTax> rates(TenantContext tenant, TaxQuestion question, Collection<Product.Id> products) {
        var rows = Rows.of(Set.copyOf(products)).with(PRODUCT_TAX_CLASS.PRODUCT_ID, product -> product);
        Field<Product.Id> product = rows.get(PRODUCT_TAX_CLASS.PRODUCT_ID);
        Table<?> of = select(
                        product.as("product_id"),
                        coalesce(PRODUCT_TAX_CLASS.TAX_CLASS_ID, standard(tenant))
                                .as("tax_class_id"))
                .from(rows.table())
                .leftJoin(PRODUCT_TAX_CLASS)
                .on(tenant.owns(PRODUCT_TAX_CLASS).and(PRODUCT_TAX_CLASS.PRODUCT_ID.eq(product)))
                .asTable("of_class");
        Field<Product.Id> key = field(DSL.name("of_class", "product_id"), PRODUCT_TAX_CLASS.PRODUCT_ID.getDataType());
        return due(tenant, asked(question), of, List.of(key), row -> row.get(key));
    }

    /** Of many sales at one place, each to its own customer and at its own time. */
    Map<TaxedSale, AppliedTax> rates(
            TenantContext tenant, String country, @Nullable String region, Collection<TaxedSale> sales) {
        var rows = Rows.of(Set.copyOf(sales))
                .with(PRODUCT_TAX_CLASS.PRODUCT_ID, TaxedSale::product)
                .with(TAX_EXEMPTION.CUSTOMER_ID, TaxedSale::customer)
                .with(TAX_RATE.STARTS_AT, TaxedSale::at);
        Field<Product.Id> product = rows.get(PRODUCT_TAX_CLASS.PRODUCT_ID);
        Table<?> of = select(
                        product.as("product_id"),
                        rows.get(TAX_EXEMPTION.CUSTOMER_ID).as("customer_id"),
                        rows.get(TAX_RATE.STARTS_AT).as("sold_at"),
                        coalesce(PRODUCT_TAX_CLASS.TAX_CLASS_ID, standard(tenant))
                                .as("tax_class_id"))
                .from(rows.table())
                .leftJoin(PRODUCT_TAX_CLASS)
                .on(tenant.owns(PRODUCT_TAX_CLASS).and(PRODUCT_TAX_CLASS.PRODUCT_ID.eq(product)))
                .asTable("of_class");
        Field<Product.Id> sold = field(DSL.name("of_class", "product_id"), PRODUCT_TAX_CLASS.PRODUCT_ID.getDataType());
        Field<Customer.Id> customer =
                field(DSL.name("of_class", "customer_id"), TAX_EXEMPTION.CUSTOMER_ID.getDataType());
        Field<Instant> at = field(DSL.name("of_class", "sold_at"), TAX_RATE.STARTS_AT.getDataType());
        return due(
                tenant,
                new Asked(country, region, TAX_EXEMPTION.CUSTOMER_ID.eq(customer), at),
                of,
                List.of(sold, customer, at),
                row -> new TaxedSale(row.get(sold), row.get(customer), row.get(at)));
    }

    /** @param isTheirs whether an exemption is the buyer's */
    private record Asked(String country, @Nullable String region, Condition isTheirs, Field<Instant> at) {}

    private static Asked asked(TaxQuestion question) {
        return new Asked(
                question.country(),
                question.region(),
                isOf(question.customer()),
                DSL.val(question.at(), TAX_RATE.STARTS_AT));
    }

    /** @param code null for the tenant's default class, which also stands in for a class that there is no longer */
    Optional<AppliedTax> rate(TenantContext tenant, TaxQuestion question, @Nullable String code) {
        Field<TaxClass.Id> named = field(select(TAX_CLASS.ID)
                .from(TAX_CLASS)
                .where(tenant.owns(TAX_CLASS))
                .and(code == null ? falseCondition() : TAX_CLASS.CODE.eq(code)));
        Table<?> of =
                select(coalesce(named, standard(tenant)).as("tax_class_id")).asTable("of_class");
        return due(tenant, asked(question), of, List.of(CLASS), row -> row.get(CLASS)).values().stream()
                .findFirst();
    }

    private static Field<TaxClass.Id> standard(TenantContext tenant) {
        return field(select(TAX_CLASS.ID)
                .from(TAX_CLASS)
                .where(tenant.owns(TAX_CLASS))
                .and(TAX_CLASS.IS_DEFAULT));
    }

    /** @param of each key with its class */
    private static <K> Map<K, AppliedTax> due(
            TenantContext tenant, Asked question, Table<?> of, List<Field<?>> key, Function<Record, K> read) {
        Table<?> due = lateral(select(TAX_RATE.TAX_ZONE_ID, TAX_RATE.NAME, TAX_RATE.RATE)
                .from(TAX_ZONE_PLACE)
                .join(TAX_RATE)
                .on(tenant.owns(TAX_RATE).and(TAX_RATE.TAX_ZONE_ID.eq(TAX_ZONE_PLACE.TAX_ZONE_ID)))
                .where(tenant.owns(TAX_ZONE_PLACE))
                .and(TAX_ZONE_PLACE.COUNTRY.eq(question.country()))
                .and(TAX_ZONE_PLACE
                        .REGION
                        .eq(Optional.ofNullable(TaxPlace.region(question.region()))
                                .orElse(""))
                        .or(TAX_ZONE_PLACE.REGION.eq(inline(""))))
                .and(TAX_RATE.TAX_CLASS_ID.eq(CLASS))
                .and(TAX_RATE.STARTS_AT.le(question.at()))
                .orderBy(TAX_ZONE_PLACE.REGION.desc(), TAX_RATE.STARTS_AT.desc())
                .limit(inline(1))
                .asTable("due"));
        Field<TaxZone.Id> zone = Sql.column(due, TAX_RATE.TAX_ZONE_ID);
        Table<?> exempt = lateral(select(TAX_EXEMPTION.ID)
                .from(TAX_EXEMPTION)
                .where(tenant.owns(TAX_EXEMPTION))
                .and(question.isTheirs())
                .and(any(TAX_EXEMPTION.TAX_ZONE_ID, zone))
                .and(any(TAX_EXEMPTION.TAX_CLASS_ID, CLASS))
                .and(TAX_EXEMPTION.STARTS_AT.le(question.at()))
                .and(TAX_EXEMPTION.ENDS_AT.isNull().or(TAX_EXEMPTION.ENDS_AT.gt(question.at())))
                .orderBy(TAX_EXEMPTION.ID)
                .limit(inline(1))
                .asTable("exempt"));
        Field<TaxExemption.Id> exemption = Sql.column(exempt, TAX_EXEMPTION.ID);
        var rates = new HashMap<K, AppliedTax>();
        tenant.sql()
                .select(key)
                .select(Sql.column(due, TAX_RATE.NAME), Sql.column(due, TAX_RATE.RATE), exemption)
                .from(of)
                .crossJoin(due)
                .leftJoin(exempt)
                .on(trueCondition())
                .forEach(row -> {
                    TaxExemption.Id reason = row.get(exemption);
                    Rate rate = row.get(Sql.column(due, TAX_RATE.RATE));
                    rates.put(
                            read.apply(row),
                            new AppliedTax(
                                    row.get(Sql.column(due, TAX_RATE.NAME)),
                                    reason == null ? rate : Rate.ZERO,
                                    reason));
                });
        return rates;
    }

    /** Of the anonymous there is none. An absent id is no parameter: without a type it would cost the statement its tenant. */
    private static Condition isOf(Customer.@Nullable Id customer) {
        return customer == null ? falseCondition() : TAX_EXEMPTION.CUSTOMER_ID.eq(customer);
    }

    private static <T> Condition any(Field<T> ofExemption, Field<T> asked) {
        return ofExemption.isNull().or(ofExemption.eq(asked));
    }

    Map<Product.Id, TaxClass.Id> classOf(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(PRODUCT_TAX_CLASS.PRODUCT_ID, PRODUCT_TAX_CLASS.TAX_CLASS_ID)
                .from(PRODUCT_TAX_CLASS)
                .where(tenant.owns(PRODUCT_TAX_CLASS))
                .and(Sql.isAny(PRODUCT_TAX_CLASS.PRODUCT_ID, products))
                .fetchMap(PRODUCT_TAX_CLASS.PRODUCT_ID, PRODUCT_TAX_CLASS.TAX_CLASS_ID);
    }
}
