package io.merkato.promotion;

import static io.merkato.jooq.promotion.Tables.COUPON;
import static io.merkato.jooq.promotion.Tables.COUPON_CATEGORY;
import static io.merkato.jooq.promotion.Tables.COUPON_PRODUCT;
import static io.merkato.jooq.promotion.Tables.COUPON_STORE;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.merkato.api.Given;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** How coupons come to be and change. */
@Repository
class CouponWriter {

    /** How long a statement may take that concerns every customer who used a coupon. */
    static final Duration OF_EVERYBODY = Duration.ofMinutes(1);

    private final CouponRepository coupons;

    CouponWriter(CouponRepository coupons) {
        this.coupons = coupons;
    }

    /** Keeps others from changing and from using the coupon, and reads it as it is then. */
    Coupon lock(TenantContext tx, Coupon.Id id, boolean deleted) {
        tx.sql()
                .select(COUPON.ID)
                .from(COUPON)
                .where(tx.owns(COUPON))
                .and(COUPON.ID.eq(id))
                .forUpdate()
                .execute();
        return coupons.find(tx, id)
                .filter(coupon -> (coupon.deletedAt() != null) == deleted)
                .orElseThrow(() -> Given.nothing("id"));
    }

    Coupon insert(TenantContext tx, Coupon coupon) {
        tx.sql()
                .insertInto(COUPON)
                .set(COUPON.TENANT_ID, tx.id())
                .set(COUPON.ID, coupon.id())
                .set(COUPON.CODE, coupon.code())
                .set(columns(coupon))
                .execute();
        writeScope(tx, coupon);
        return coupons.find(tx, coupon.id()).orElseThrow();
    }

    Coupon update(TenantContext tx, Coupon coupon) {
        tx.sql()
                .update(COUPON)
                .set(columns(coupon))
                .set(COUPON.DELETED_AT, coupon.deletedAt())
                .set(COUPON.VERSION, COUPON.VERSION.plus(1))
                .set(COUPON.UPDATED_AT, Instant.now())
                .where(tx.owns(COUPON))
                .and(COUPON.ID.eq(coupon.id()))
                .execute();
        for (Table<?> table : List.of(COUPON_PRODUCT, COUPON_CATEGORY, COUPON_STORE)) {
            Field<Coupon.Id> couponId = Objects.requireNonNull(
                    table.field(COUPON_PRODUCT.COUPON_ID.getName(), COUPON_PRODUCT.COUPON_ID.getDataType()));
            tx.sql()
                    .deleteFrom(table)
                    .where(tx.owns(table))
                    .and(couponId.eq(coupon.id()))
                    .execute();
        }
        writeScope(tx, coupon);
        return coupons.find(tx, coupon.id()).orElseThrow();
    }

    /** Coupons that are good once, for the same as the one given. */
    void copy(TenantContext tx, Coupon like, Map<Coupon.Id, String> codes) {
        var rows = Rows.of(codes.entrySet()).with(COUPON.ID, Map.Entry::getKey).with(COUPON.CODE, Map.Entry::getValue);
        List<Field<?>> same = List.of(
                COUPON.TENANT_ID,
                COUPON.DESCRIPTION,
                COUPON.CAMPAIGN,
                COUPON.KIND,
                COUPON.CURRENCY,
                COUPON.AMOUNT,
                COUPON.RATE,
                COUPON.MINIMUM_TOTAL,
                COUPON.STARTS_AT,
                COUPON.ENDS_AT,
                COUPON.COMBINABLE,
                COUPON.EVERY_PRODUCT,
                COUPON.EVERY_STORE);
        tx.sql()
                .insertInto(COUPON)
                .columns(and(same, COUPON.ID, COUPON.CODE, COUPON.TOTAL_LIMIT))
                .select(select(and(same, rows.get(COUPON.ID), rows.get(COUPON.CODE), inline(1)))
                        .from(COUPON)
                        .crossJoin(rows.table())
                        .where(tx.owns(COUPON))
                        .and(COUPON.ID.eq(like.id())))
                .execute();
        copyScope(tx, like, rows, COUPON_PRODUCT, COUPON_PRODUCT.COUPON_ID, COUPON_PRODUCT.PRODUCT_ID);
        copyScope(tx, like, rows, COUPON_CATEGORY, COUPON_CATEGORY.COUPON_ID, COUPON_CATEGORY.CATEGORY_ID);
        copyScope(tx, like, rows, COUPON_STORE, COUPON_STORE.COUPON_ID, COUPON_STORE.STORE_ID);
    }

    private static List<Field<?>> and(List<Field<?>> fields, Field<?>... more) {
        return Stream.concat(fields.stream(), Stream.of(more)).toList();
    }

    private static <R extends Record> void copyScope(
            TenantContext tx,
            Coupon like,
            Rows<?> rows,
            Table<R> table,
            TableField<R, Coupon.Id> couponId,
            TableField<R, ?> what) {
        Field<?> tenantId = Objects.requireNonNull(table.field(COUPON.TENANT_ID.getName()));
        tx.sql()
                .insertInto(table)
                .columns(List.of(tenantId, couponId, what))
                .select(select(List.of(tenantId, rows.get(COUPON.ID), what))
                        .from(table)
                        .crossJoin(rows.table())
                        .where(tx.owns(table))
                        .and(couponId.eq(like.id())))
                .execute();
    }

    private static void writeScope(TenantContext tx, Coupon coupon) {
        write(
                tx,
                coupon,
                COUPON_PRODUCT,
                COUPON_PRODUCT.COUPON_ID,
                COUPON_PRODUCT.PRODUCT_ID,
                coupon.productIds(),
                "products",
                "productIds");
        write(
                tx,
                coupon,
                COUPON_CATEGORY,
                COUPON_CATEGORY.COUPON_ID,
                COUPON_CATEGORY.CATEGORY_ID,
                coupon.categoryIds(),
                "products",
                "categoryIds");
        write(
                tx,
                coupon,
                COUPON_STORE,
                COUPON_STORE.COUPON_ID,
                COUPON_STORE.STORE_ID,
                coupon.storeIds(),
                "stores",
                "only");
    }

    private record Member<I>(int index, I id) {}

    private static <R extends Record, I> void write(
            TenantContext tx,
            Coupon coupon,
            Table<R> table,
            TableField<R, Coupon.Id> couponId,
            TableField<R, I> what,
            List<I> ids,
            String input,
            String list) {
        if (ids.isEmpty()) {
            return;
        }
        tx.write(
                IntStream.range(0, ids.size())
                        .mapToObj(i -> new Member<>(i, ids.get(i)))
                        .toList(),
                member -> List.of("input", input, list, "" + member.index),
                some -> Rows.of(some)
                        .with(couponId, member -> coupon.id())
                        .with(what, Member::id)
                        .insertInto(tx, table)
                        .execute());
    }

    private static Map<Field<?>, @Nullable Object> columns(Coupon coupon) {
        Money money = coupon.amount() != null ? coupon.amount() : coupon.minimumTotal();
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(COUPON.DESCRIPTION, coupon.description());
        columns.put(COUPON.CAMPAIGN, coupon.campaign());
        columns.put(COUPON.KIND, coupon.kind());
        columns.put(COUPON.STATUS, coupon.status());
        columns.put(COUPON.CURRENCY, money == null ? null : money.currency());
        columns.put(COUPON.AMOUNT, MinorUnits.of(coupon.amount()));
        columns.put(COUPON.RATE, coupon.rate() == null ? null : coupon.rate().partsPerMillion());
        columns.put(COUPON.MINIMUM_TOTAL, MinorUnits.of(coupon.minimumTotal()));
        columns.put(COUPON.STARTS_AT, coupon.startsAt());
        columns.put(COUPON.ENDS_AT, coupon.endsAt());
        columns.put(COUPON.TOTAL_LIMIT, coupon.totalLimit());
        columns.put(COUPON.CUSTOMER_LIMIT, coupon.customerLimit());
        columns.put(COUPON.COMBINABLE, coupon.combinable());
        columns.put(COUPON.EVERY_PRODUCT, coupon.everyProduct());
        columns.put(COUPON.EVERY_STORE, coupon.everyStore());
        return columns;
    }
}
