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
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Which rate is due on which product, and of which class products are. */
@Repository
class TaxRepository {

    private static final Field<TaxClass.Id> CLASS =
            field(DSL.name("of_class", "tax_class_id"), TAX_CLASS.ID.getDataType());
    private static final Field<Product.Id> PRODUCT =
            field(DSL.name("of_class", "product_id"), PRODUCT_TAX_CLASS.PRODUCT_ID.getDataType());

    Map<Product.Id, AppliedTax> rates(TenantContext tenant, TaxQuestion question, Collection<Product.Id> products) {
        return due(
                OF_PRODUCTS.fetch(tenant, new OfProducts(plain(question), List.copyOf(Set.copyOf(products)))),
                row -> row.get(PRODUCT));
    }

    /** Whether there is a class with this code, which nobody then changes or deletes. */
    boolean keepClass(TenantContext tx, String code) {
        return tx.sql()
                .select(TAX_CLASS.ID)
                .from(TAX_CLASS)
                .where(tx.owns(TAX_CLASS))
                .and(TAX_CLASS.CODE.eq(code))
                .forKeyShare()
                .fetchOptional()
                .isPresent();
    }

    private static TaxQuestion plain(TaxQuestion question) {
        return new TaxQuestion(question.country(), stored(question.region()), question.customer(), question.at());
    }

    private static String stored(@Nullable String region) {
        return Objects.requireNonNullElse(TaxPlace.region(region), "");
    }

    /** @param place with its region as it is stored */
    private record OfProducts(TaxQuestion place, Collection<Product.Id> products) {}

    /** @param place with its region as it is stored */
    private record OfClass(TaxQuestion place, @Nullable String code) {}

    private static final Template<OfProducts, Due> OF_PRODUCTS = new Template<>(TaxRepository::ofProducts);
    private static final Template<OfClass, Due> OF_CLASS = new Template<>(TaxRepository::ofClass);

    private static Template.Query<Due> ofProducts(TenantContext tenant, OfProducts asked) {
        var rows = Rows.of(asked.products()).with(PRODUCT_TAX_CLASS.PRODUCT_ID, product -> product);
        Field<Product.Id> product = rows.get(PRODUCT_TAX_CLASS.PRODUCT_ID);
        Table<?> of = select(
                        product.as("product_id"),
                        coalesce(PRODUCT_TAX_CLASS.TAX_CLASS_ID, standard(tenant))
                                .as("tax_class_id"))
                .from(rows.table())
                .leftJoin(PRODUCT_TAX_CLASS)
                .on(tenant.owns(PRODUCT_TAX_CLASS).and(PRODUCT_TAX_CLASS.PRODUCT_ID.eq(product)))
                .asTable("of_class");
        return due(tenant, asked(asked.place()), of, List.of(PRODUCT));
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
        Field<Customer.Id> customer =
                field(DSL.name("of_class", "customer_id"), TAX_EXEMPTION.CUSTOMER_ID.getDataType());
        Field<Instant> at = field(DSL.name("of_class", "sold_at"), TAX_RATE.STARTS_AT.getDataType());
        Template.Query<Due> query = due(
                tenant,
                new Asked(country, stored(region), TAX_EXEMPTION.CUSTOMER_ID.eq(customer), at),
                of,
                List.of(PRODUCT, customer, at));
        return due(
                Template.answer(tenant, query), row -> new TaxedSale(row.get(PRODUCT), row.get(customer), row.get(at)));
    }

    /**
     * @param region as it is stored
     * @param isTheirs whether an exemption is the buyer's
     */
    private record Asked(String country, String region, Condition isTheirs, Field<Instant> at) {}

    private static Asked asked(TaxQuestion question) {
        return new Asked(
                question.country(),
                Objects.requireNonNull(question.region()),
                isOf(question.customer()),
                DSL.val(question.at(), TAX_RATE.STARTS_AT));
    }

    /** @param code null for the tenant's default class, which also stands in for a class that there is no longer */
    Optional<AppliedTax> rate(TenantContext tenant, TaxQuestion question, @Nullable String code) {
        return due(OF_CLASS.fetch(tenant, new OfClass(plain(question), code)), row -> row.get(CLASS)).values().stream()
                .findFirst();
    }

    private static Template.Query<Due> ofClass(TenantContext tenant, OfClass asked) {
        Field<TaxClass.Id> named = field(select(TAX_CLASS.ID)
                .from(TAX_CLASS)
                .where(tenant.owns(TAX_CLASS))
                .and(asked.code() == null ? falseCondition() : TAX_CLASS.CODE.eq(asked.code())));
        Table<?> of =
                select(coalesce(named, standard(tenant)).as("tax_class_id")).asTable("of_class");
        return due(tenant, asked(asked.place()), of, List.of(CLASS));
    }

    private static Field<TaxClass.Id> standard(TenantContext tenant) {
        return field(select(TAX_CLASS.ID)
                .from(TAX_CLASS)
                .where(tenant.owns(TAX_CLASS))
                .and(TAX_CLASS.IS_DEFAULT));
    }

    /** What a rate is read by. */
    private record Due(Field<String> name, Field<Rate> rate, Field<TaxExemption.Id> exemption) {}

    /** @param of each key with its class */
    private static Template.Query<Due> due(TenantContext tenant, Asked question, Table<?> of, List<Field<?>> key) {
        Condition there = tenant.owns(TAX_ZONE_PLACE)
                .and(TAX_ZONE_PLACE.COUNTRY.eq(question.country()))
                .and(TAX_ZONE_PLACE.REGION.eq(question.region()).or(TAX_ZONE_PLACE.REGION.eq(inline(""))));
        Table<?> due = lateral(select(TAX_RATE.TAX_ZONE_ID, TAX_RATE.NAME, TAX_RATE.RATE)
                .from(TAX_ZONE_PLACE)
                .join(TAX_RATE)
                .on(tenant.owns(TAX_RATE).and(TAX_RATE.TAX_ZONE_ID.eq(TAX_ZONE_PLACE.TAX_ZONE_ID)))
                .where(there)
                .and(TAX_RATE.TAX_CLASS_ID.eq(CLASS))
                .and(TAX_RATE.STARTS_AT.le(question.at()))
                .orderBy(TAX_ZONE_PLACE.REGION.desc(), TAX_RATE.STARTS_AT.desc())
                .limit(inline(1))
                .asTable("due"));
        Field<TaxZone.Id> ofRate = Sql.column(due, TAX_RATE.TAX_ZONE_ID);
        Field<TaxZone.Id> ofPlace = field(select(TAX_ZONE_PLACE.TAX_ZONE_ID)
                .from(TAX_ZONE_PLACE)
                .where(there)
                .orderBy(TAX_ZONE_PLACE.REGION.desc())
                .limit(inline(1)));
        Table<?> exempt = lateral(select(TAX_EXEMPTION.ID)
                .from(TAX_EXEMPTION)
                .where(tenant.owns(TAX_EXEMPTION))
                .and(question.isTheirs())
                .and(any(TAX_EXEMPTION.TAX_ZONE_ID, ofRate).or(TAX_EXEMPTION.TAX_ZONE_ID.eq(ofPlace)))
                .and(any(TAX_EXEMPTION.TAX_CLASS_ID, CLASS))
                .and(TAX_EXEMPTION.STARTS_AT.le(question.at()))
                .and(TAX_EXEMPTION.ENDS_AT.isNull().or(TAX_EXEMPTION.ENDS_AT.gt(question.at())))
                .orderBy(TAX_EXEMPTION.ID)
                .limit(inline(1))
                .asTable("exempt"));
        Field<TaxExemption.Id> exemption = Sql.column(exempt, TAX_EXEMPTION.ID);
        Field<String> name = Sql.column(due, TAX_RATE.NAME);
        Field<Rate> rate = Sql.column(due, TAX_RATE.RATE);
        var fields = new ArrayList<SelectField<?>>(key);
        fields.addAll(List.of(name, rate, exemption));
        return new Template.Query<>(
                tenant.sql()
                        .select(fields)
                        .from(of)
                        .crossJoin(due)
                        .leftJoin(exempt)
                        .on(trueCondition()),
                new Due(name, rate, exemption));
    }

    private static <K> Map<K, AppliedTax> due(Template.Answer<Due> found, Function<Record, K> key) {
        Due due = found.reader();
        var rates = new HashMap<K, AppliedTax>();
        for (Record row : found.rows()) {
            TaxExemption.Id reason = row.get(due.exemption());
            rates.put(
                    key.apply(row),
                    new AppliedTax(row.get(due.name()), reason == null ? row.get(due.rate()) : Rate.ZERO, reason));
        }
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
