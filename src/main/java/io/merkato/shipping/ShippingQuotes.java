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
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.springframework.stereotype.Component;

/** What other modules ask of shipping: how a cart can be delivered, and for how much. */
@Component
public class ShippingQuotes {

    /** The methods offered, in the tenant's order. One statement. */
    public List<ShippingQuote> quote(TenantContext tenant, ShippingQuestion question) {
        return quote(tenant, question, SHIPPING_METHOD.ID.isNotNull());
    }

    /** The same of one method; empty where it is not offered for this. */
    public Optional<ShippingQuote> quote(TenantContext tenant, ShippingMethod.Id method, ShippingQuestion question) {
        return quote(tenant, question, SHIPPING_METHOD.ID.eq(method)).stream().findFirst();
    }

    private static List<ShippingQuote> quote(TenantContext tenant, ShippingQuestion question, Condition which) {
        var rate = lateral(select(SHIPPING_RATE.AMOUNT)
                        .from(SHIPPING_RATE)
                        .where(tenant.owns(SHIPPING_RATE))
                        .and(SHIPPING_RATE.SHIPPING_METHOD_ID.eq(SHIPPING_METHOD.ID))
                        .and(SHIPPING_RATE.STARTS.le(measure(question)))
                        .orderBy(SHIPPING_RATE.STARTS.desc())
                        .limit(inline(1)))
                .as("rate", SHIPPING_RATE.AMOUNT.getName());
        Field<MinorUnits> amount = Sql.column(rate, SHIPPING_RATE.AMOUNT);
        Field<MinorUnits> price = when(
                        SHIPPING_METHOD.FREE_FROM.le(question.total().withoutCurrency()),
                        inline(MinorUnits.ZERO, amount))
                .otherwise(amount)
                .as("price");
        return tenant.sql()
                .select(
                        SHIPPING_METHOD.ID,
                        SHIPPING_METHOD.CODE,
                        SHIPPING_METHOD.NAMES,
                        SHIPPING_METHOD.KIND,
                        SHIPPING_METHOD.MIN_DAYS,
                        SHIPPING_METHOD.MAX_DAYS,
                        SHIPPING_METHOD.PICKUP_ADDRESS,
                        SHIPPING_METHOD.TAX_CLASS,
                        price)
                .from(SHIPPING_METHOD)
                .crossJoin(rate)
                .where(tenant.owns(SHIPPING_METHOD))
                .and(SHIPPING_METHOD.DELETED_AT.isNull())
                .and(SHIPPING_METHOD.ENABLED)
                .and(SHIPPING_METHOD.CURRENCY.eq(question.currency()))
                .and(SHIPPING_METHOD.STORE_ID.isNull().or(SHIPPING_METHOD.STORE_ID.eq(question.store())))
                .and(within(tenant, question))
                .and(which)
                .and(amount.isNotNull())
                .orderBy(SHIPPING_METHOD.POSITION, SHIPPING_METHOD.CODE)
                .fetch(row -> quote(row, row.get(price).in(question.currency())));
    }

    /** Pickup, and the methods of the zone that names the place most closely. */
    private static Condition within(TenantContext tenant, ShippingQuestion question) {
        Condition pickup = SHIPPING_METHOD.SHIPPING_ZONE_ID.isNull();
        if (question.country() == null) {
            return pickup;
        }
        Field<ShippingZone.Id> named = field(select(SHIPPING_ZONE_PLACE.SHIPPING_ZONE_ID)
                .from(SHIPPING_ZONE_PLACE)
                .where(tenant.owns(SHIPPING_ZONE_PLACE))
                .and(SHIPPING_ZONE_PLACE.COUNTRY.eq(question.country()))
                .and(SHIPPING_ZONE_PLACE.REGION.in(
                        inline(ShippingPlace.WHOLE_COUNTRY), val(ShippingPlace.stored(question.region()))))
                .orderBy(SHIPPING_ZONE_PLACE.REGION.desc())
                .limit(inline(1)));
        Field<ShippingZone.Id> elsewhere = field(select(SHIPPING_ZONE.ID)
                .from(SHIPPING_ZONE)
                .where(tenant.owns(SHIPPING_ZONE))
                .and(SHIPPING_ZONE.ELSEWHERE)
                .and(SHIPPING_ZONE.DELETED_AT.isNull()));
        return pickup.or(SHIPPING_METHOD.SHIPPING_ZONE_ID.eq(coalesce(named, elsewhere)));
    }

    private static Field<Long> measure(ShippingQuestion question) {
        return when(SHIPPING_METHOD.KIND.eq(inline(ShippingMethodKind.BY_WEIGHT)), val(question.grams()))
                .when(
                        SHIPPING_METHOD.KIND.eq(inline(ShippingMethodKind.BY_TOTAL)),
                        val(question.total().minorUnits()))
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
