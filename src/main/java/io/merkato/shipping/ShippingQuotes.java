package io.merkato.shipping;

import static io.merkato.jooq.shipping.Tables.SHIPPING_METHOD;
import static io.merkato.jooq.shipping.Tables.SHIPPING_RATE;
import static io.merkato.jooq.shipping.Tables.SHIPPING_ZONE;
import static io.merkato.jooq.shipping.Tables.SHIPPING_ZONE_PLACE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.store.Store;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other modules ask of shipping: how a cart can be delivered, and for how much. */
@Component
public class ShippingQuotes {

    /** The methods offered, in the tenant's order. One statement. */
    public List<ShippingQuote> quote(TenantContext tenant, ShippingQuestion question) {
        return quotes(tenant, question, null);
    }

    /** The same of one method; empty where it is not offered for this. */
    public Optional<ShippingQuote> quote(TenantContext tenant, ShippingMethod.Id method, ShippingQuestion question) {
        return quotes(tenant, question, method).stream().findFirst();
    }

    private static List<ShippingQuote> quotes(
            TenantContext tenant, ShippingQuestion question, ShippingMethod.@Nullable Id method) {
        Template.Answer<Field<MinorUnits>> answer = OFFERED.fetch(
                tenant,
                new Offered(
                        method,
                        question.store(),
                        question.currency(),
                        question.country(),
                        question.country() == null ? null : ShippingPlace.stored(question.region()),
                        question.grams(),
                        question.total().withoutCurrency()));
        return answer.rows().map(row -> quote(row, row.get(answer.reader()).in(question.currency())));
    }

    /** @param method null for any */
    private record Offered(
            ShippingMethod.@Nullable Id method,
            Store.Id store,
            Currency currency,
            @Nullable String country,
            @Nullable String region,
            Long grams,
            MinorUnits total) {}

    private static final Template<Offered, Field<MinorUnits>> OFFERED = new Template<>(ShippingQuotes::offered);

    private static Template.Query<Field<MinorUnits>> offered(TenantContext tenant, Offered asked) {
        var rate = lateral(select(SHIPPING_RATE.AMOUNT)
                        .from(SHIPPING_RATE)
                        .where(tenant.owns(SHIPPING_RATE))
                        .and(SHIPPING_RATE.SHIPPING_METHOD_ID.eq(SHIPPING_METHOD.ID))
                        .and(SHIPPING_RATE.STARTS.le(measure(asked)))
                        .orderBy(SHIPPING_RATE.STARTS.desc())
                        .limit(inline(1)))
                .as("rate", SHIPPING_RATE.AMOUNT.getName());
        Field<MinorUnits> amount = Sql.column(rate, SHIPPING_RATE.AMOUNT);
        Field<MinorUnits> price = when(SHIPPING_METHOD.FREE_FROM.le(asked.total()), inline(MinorUnits.ZERO, amount))
                .otherwise(amount)
                .as("price");
        return new Template.Query<>(
                tenant.sql()
                        .select(List.<SelectField<?>>of(
                                SHIPPING_METHOD.ID,
                                SHIPPING_METHOD.CODE,
                                SHIPPING_METHOD.NAMES,
                                SHIPPING_METHOD.KIND,
                                SHIPPING_METHOD.MIN_DAYS,
                                SHIPPING_METHOD.MAX_DAYS,
                                SHIPPING_METHOD.PICKUP_ADDRESS,
                                SHIPPING_METHOD.TAX_CLASS,
                                price))
                        .from(SHIPPING_METHOD)
                        .crossJoin(rate)
                        .where(tenant.owns(SHIPPING_METHOD))
                        .and(SHIPPING_METHOD.DELETED_AT.isNull())
                        .and(SHIPPING_METHOD.ENABLED)
                        .and(SHIPPING_METHOD.CURRENCY.eq(asked.currency()))
                        .and(SHIPPING_METHOD.STORE_ID.isNull().or(SHIPPING_METHOD.STORE_ID.eq(asked.store())))
                        .and(within(tenant, asked))
                        .and(
                                asked.method() == null
                                        ? SHIPPING_METHOD.ID.isNotNull()
                                        : SHIPPING_METHOD.ID.eq(asked.method()))
                        .and(amount.isNotNull())
                        .orderBy(SHIPPING_METHOD.POSITION, SHIPPING_METHOD.CODE),
                price);
    }

    /** Pickup, and the methods of the zone that names the place most closely. */
    private static Condition within(TenantContext tenant, Offered asked) {
        Condition pickup = SHIPPING_METHOD.SHIPPING_ZONE_ID.isNull();
        if (asked.country() == null) {
            return pickup;
        }
        Field<ShippingZone.Id> named = field(select(SHIPPING_ZONE_PLACE.SHIPPING_ZONE_ID)
                .from(SHIPPING_ZONE_PLACE)
                .where(tenant.owns(SHIPPING_ZONE_PLACE))
                .and(SHIPPING_ZONE_PLACE.COUNTRY.eq(asked.country()))
                .and(SHIPPING_ZONE_PLACE.REGION.in(inline(ShippingPlace.WHOLE_COUNTRY), val(asked.region())))
                .orderBy(SHIPPING_ZONE_PLACE.REGION.desc())
                .limit(inline(1)));
        Field<ShippingZone.Id> elsewhere = field(select(SHIPPING_ZONE.ID)
                .from(SHIPPING_ZONE)
                .where(tenant.owns(SHIPPING_ZONE))
                .and(SHIPPING_ZONE.ELSEWHERE)
                .and(SHIPPING_ZONE.DELETED_AT.isNull()));
        return pickup.or(SHIPPING_METHOD.SHIPPING_ZONE_ID.eq(coalesce(named, elsewhere)));
    }

    private static Field<Long> measure(Offered asked) {
        return when(SHIPPING_METHOD.KIND.eq(inline(ShippingMethodKind.BY_WEIGHT)), val(asked.grams()))
                .when(
                        SHIPPING_METHOD.KIND.eq(inline(ShippingMethodKind.BY_TOTAL)),
                        val(asked.total(), SHIPPING_METHOD.FREE_FROM).coerce(Long.class))
                .otherwise(inline(0L));
    }

    private static ShippingQuote quote(Record row, Money price) {
        return new ShippingQuote(
                row.get(SHIPPING_METHOD.ID),
                row.get(SHIPPING_METHOD.CODE),
                row.get(SHIPPING_METHOD.NAMES),
                row.get(SHIPPING_METHOD.KIND),
                price,
                row.get(SHIPPING_METHOD.MIN_DAYS),
                row.get(SHIPPING_METHOD.MAX_DAYS),
                row.get(SHIPPING_METHOD.PICKUP_ADDRESS),
                row.get(SHIPPING_METHOD.TAX_CLASS));
    }
}
