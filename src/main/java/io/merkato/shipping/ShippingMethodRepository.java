package io.merkato.shipping;

import static io.merkato.jooq.shipping.Tables.SHIPPING_METHOD;
import static io.merkato.jooq.shipping.Tables.SHIPPING_RATE;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.Given;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Methods with their rates. */
@Repository
class ShippingMethodRepository {

    private static final Field<Result<Record2<Long, MinorUnits>>> RATES =
            multiset(select(SHIPPING_RATE.STARTS, SHIPPING_RATE.AMOUNT)
                    .from(SHIPPING_RATE)
                    .where(SHIPPING_RATE.TENANT_ID.eq(SHIPPING_METHOD.TENANT_ID))
                    .and(SHIPPING_RATE.SHIPPING_METHOD_ID.eq(SHIPPING_METHOD.ID))
                    .orderBy(SHIPPING_RATE.STARTS));

    private final Pages pages;

    ShippingMethodRepository(Pages pages) {
        this.pages = pages;
    }

    Connection<ShippingMethod> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " shipping methods",
                        methods(tenant).and(which),
                        List.of(SHIPPING_METHOD.POSITION.asc(), SHIPPING_METHOD.ID.asc()),
                        page,
                        ShippingMethodRepository::method)
                .counted(
                        tenant.sql(),
                        selectOne().from(SHIPPING_METHOD).where(live(tenant)).and(which));
    }

    Map<ShippingMethod.Id, ShippingMethod> byId(TenantContext tenant, Collection<ShippingMethod.Id> ids) {
        return methods(tenant)
                .and(Sql.isAny(SHIPPING_METHOD.ID, ids))
                .fetchMap(SHIPPING_METHOD.ID, ShippingMethodRepository::method);
    }

    /** Keeps others from changing the method, and reads it as it is then. */
    ShippingMethod lock(TenantContext tx, ShippingMethod.Id id) {
        tx.sql()
                .select(SHIPPING_METHOD.ID)
                .from(SHIPPING_METHOD)
                .where(tx.owns(SHIPPING_METHOD))
                .and(SHIPPING_METHOD.ID.eq(id))
                .forUpdate()
                .execute();
        return methods(tx)
                .and(SHIPPING_METHOD.ID.eq(id))
                .fetchOptional(ShippingMethodRepository::method)
                .orElseThrow(() -> Given.nothing("id"));
    }

    void insert(TenantContext tx, ShippingMethod method, List<ShippingRateInput.Banded> rates) {
        tx.sql()
                .insertInto(SHIPPING_METHOD)
                .set(SHIPPING_METHOD.TENANT_ID, tx.id())
                .set(SHIPPING_METHOD.ID, method.id())
                .set(columns(method))
                .execute();
        write(tx, method, rates);
    }

    /** @param rates all there are from now on; null where they stay */
    void update(TenantContext tx, ShippingMethod method, @Nullable List<ShippingRateInput.Banded> rates) {
        tx.sql()
                .update(SHIPPING_METHOD)
                .set(columns(method))
                .set(SHIPPING_METHOD.VERSION, SHIPPING_METHOD.VERSION.plus(1))
                .set(SHIPPING_METHOD.UPDATED_AT, Instant.now())
                .where(tx.owns(SHIPPING_METHOD))
                .and(SHIPPING_METHOD.ID.eq(method.id()))
                .execute();
        if (rates != null) {
            tx.sql()
                    .deleteFrom(SHIPPING_RATE)
                    .where(tx.owns(SHIPPING_RATE))
                    .and(SHIPPING_RATE.SHIPPING_METHOD_ID.eq(method.id()))
                    .execute();
            write(tx, method, rates);
        }
    }

    private static void write(TenantContext tx, ShippingMethod method, List<ShippingRateInput.Banded> rates) {
        tx.write(
                rates,
                ShippingRateInput.Banded::path,
                some -> Rows.of(some)
                        .with(SHIPPING_RATE.SHIPPING_METHOD_ID, rate -> method.id())
                        .with(SHIPPING_RATE.KIND, rate -> method.kind())
                        .with(SHIPPING_RATE.STARTS, ShippingRateInput.Banded::starts)
                        .with(SHIPPING_RATE.AMOUNT, ShippingRateInput.Banded::price)
                        .insertInto(tx, SHIPPING_RATE)
                        .execute());
    }

    /** Orders refer to it for ever; its tax class may go. */
    void delete(TenantContext tx, ShippingMethod.Id id) {
        tx.sql()
                .update(SHIPPING_METHOD)
                .set(SHIPPING_METHOD.DELETED_AT, Instant.now())
                .setNull(SHIPPING_METHOD.TAX_CLASS)
                .set(SHIPPING_METHOD.VERSION, SHIPPING_METHOD.VERSION.plus(1))
                .set(SHIPPING_METHOD.UPDATED_AT, Instant.now())
                .where(tx.owns(SHIPPING_METHOD))
                .and(SHIPPING_METHOD.ID.eq(id))
                .execute();
    }

    private static Map<Field<?>, @Nullable Object> columns(ShippingMethod method) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(SHIPPING_METHOD.SHIPPING_ZONE_ID, method.zoneId());
        columns.put(SHIPPING_METHOD.STORE_ID, method.storeId());
        columns.put(SHIPPING_METHOD.CODE, method.code());
        columns.put(SHIPPING_METHOD.NAMES, method.names());
        columns.put(SHIPPING_METHOD.KIND, method.kind());
        columns.put(SHIPPING_METHOD.CURRENCY, method.currency());
        columns.put(SHIPPING_METHOD.FREE_FROM, MinorUnits.of(method.freeFrom()));
        columns.put(SHIPPING_METHOD.MIN_DAYS, method.minDays());
        columns.put(SHIPPING_METHOD.MAX_DAYS, method.maxDays());
        columns.put(SHIPPING_METHOD.PICKUP_ADDRESS, method.pickupAddress());
        columns.put(SHIPPING_METHOD.TAX_CLASS, method.taxClass());
        columns.put(SHIPPING_METHOD.ENABLED, method.enabled());
        columns.put(SHIPPING_METHOD.POSITION, method.position());
        return columns;
    }

    private static SelectConditionStep<? extends Record> methods(TenantContext tenant) {
        return tenant.sql()
                .select(List.<SelectField<?>>of(
                        SHIPPING_METHOD.ID,
                        SHIPPING_METHOD.SHIPPING_ZONE_ID,
                        SHIPPING_METHOD.STORE_ID,
                        SHIPPING_METHOD.CODE,
                        SHIPPING_METHOD.NAMES,
                        SHIPPING_METHOD.KIND,
                        SHIPPING_METHOD.CURRENCY,
                        RATES,
                        SHIPPING_METHOD.FREE_FROM,
                        SHIPPING_METHOD.MIN_DAYS,
                        SHIPPING_METHOD.MAX_DAYS,
                        SHIPPING_METHOD.PICKUP_ADDRESS,
                        SHIPPING_METHOD.TAX_CLASS,
                        SHIPPING_METHOD.ENABLED,
                        SHIPPING_METHOD.POSITION,
                        SHIPPING_METHOD.VERSION,
                        SHIPPING_METHOD.CREATED_AT,
                        SHIPPING_METHOD.UPDATED_AT))
                .from(SHIPPING_METHOD)
                .where(live(tenant));
    }

    private static ShippingMethod method(Record row) {
        ShippingMethodKind kind = row.get(SHIPPING_METHOD.KIND);
        Currency currency = row.get(SHIPPING_METHOD.CURRENCY);
        return new ShippingMethod(
                row.get(SHIPPING_METHOD.ID),
                row.get(SHIPPING_METHOD.SHIPPING_ZONE_ID),
                row.get(SHIPPING_METHOD.STORE_ID),
                row.get(SHIPPING_METHOD.CODE),
                row.get(SHIPPING_METHOD.NAMES),
                kind,
                currency,
                rates(row.get(RATES), kind, currency),
                money(row.get(SHIPPING_METHOD.FREE_FROM), currency),
                row.get(SHIPPING_METHOD.MIN_DAYS),
                row.get(SHIPPING_METHOD.MAX_DAYS),
                row.get(SHIPPING_METHOD.PICKUP_ADDRESS),
                row.get(SHIPPING_METHOD.TAX_CLASS),
                row.get(SHIPPING_METHOD.ENABLED),
                row.get(SHIPPING_METHOD.POSITION),
                row.get(SHIPPING_METHOD.VERSION),
                row.get(SHIPPING_METHOD.CREATED_AT),
                row.get(SHIPPING_METHOD.UPDATED_AT));
    }

    private static List<ShippingRate> rates(
            List<Record2<Long, MinorUnits>> rows, ShippingMethodKind kind, Currency currency) {
        var rates = new ArrayList<ShippingRate>();
        for (int i = 0; i < rows.size(); i++) {
            Long from = rows.get(i).value1();
            Long to = i + 1 < rows.size() ? rows.get(i + 1).value1() : null;
            boolean weighed = kind == ShippingMethodKind.BY_WEIGHT;
            boolean summed = kind == ShippingMethodKind.BY_TOTAL;
            rates.add(new ShippingRate(
                    from,
                    weighed ? from : null,
                    weighed ? to : null,
                    summed ? new Money(from, currency) : null,
                    summed && to != null ? new Money(to, currency) : null,
                    money(rows.get(i).value2(), currency)));
        }
        return List.copyOf(rates);
    }

    private static @Nullable Money money(@Nullable MinorUnits amount, Currency currency) {
        return amount == null ? null : amount.in(currency);
    }

    private static Condition live(TenantContext tenant) {
        return tenant.owns(SHIPPING_METHOD).and(SHIPPING_METHOD.DELETED_AT.isNull());
    }
}
