package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_DISCOUNT;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_REVISION;
import static io.merkato.jooq.ordering.Tables.ORDER_REVISION_LINE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;

import io.merkato.api.PostalAddress;
import io.merkato.api.Sql;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Orders as an edit finds and leaves them, and what edits there were. */
@Repository
class OrderEditRepository {

    /** An order's lines and shipping. @param pickup where it is picked up; null where it is sent */
    record Terms(
            List<EditedOrder.Sold> lines,
            LineAmounts shipping,
            Rate shippingRate,
            @Nullable PostalAddress pickup) {}

    private final OrderPartRepository parts;

    OrderEditRepository(OrderPartRepository parts) {
        this.parts = parts;
    }

    Terms terms(TenantContext tenant, Order order) {
        Map<OrderLine.Id, List<Discount>> discounts = new HashMap<>();
        List<Discount> ofShipping = new ArrayList<>();
        tenant.sql()
                .select(ORDER_DISCOUNT.LINE_ID, ORDER_DISCOUNT.CODE, ORDER_DISCOUNT.AMOUNT)
                .from(ORDER_DISCOUNT)
                .where(tenant.owns(ORDER_DISCOUNT))
                .and(ORDER_DISCOUNT.ORDER_ID.eq(order.id()))
                .orderBy(ORDER_DISCOUNT.CODE.collate("C"), ORDER_DISCOUNT.ID)
                .forEach(row -> (row.value1() == null
                                ? ofShipping
                                : discounts.computeIfAbsent(row.value1(), line -> new ArrayList<>()))
                        .add(new Discount(row.value2(), row.value3().in(order.currency()))));
        Map<OrderLine.Id, FlashSaleItem.Id> sales = parts.saleItemsOf(tenant, order.id());
        Map<OrderLine.Id, Map<ProductVariant.Id, Long>> stock = parts.stockOf(tenant, order.id());
        List<EditedOrder.Sold> lines = parts.linesOf(tenant, order).stream()
                .map(line -> sold(
                        line,
                        sales.get(line.id()),
                        discounts.getOrDefault(line.id(), List.of()),
                        stock.getOrDefault(line.id(), Map.of())))
                .toList();
        return tenant.sql()
                .select(ORDER.SHIPPING_DISCOUNT, ORDER.SHIPPING_TAX, ORDER.SHIPPING_TAX_RATE, ORDER.PICKUP_ADDRESS)
                .from(ORDER)
                .where(tenant.owns(ORDER))
                .and(ORDER.ID.eq(order.id()))
                .fetchSingle(row -> new Terms(
                        lines,
                        shipping(order, ofShipping, row.value1(), row.value2()),
                        new Rate(row.value3()),
                        row.value4()));
    }

    private static EditedOrder.Sold sold(
            OrderLine line,
            FlashSaleItem.@Nullable Id sale,
            List<Discount> discounts,
            Map<ProductVariant.Id, Long> stock) {
        return new EditedOrder.Sold(
                new NewOrder.Line(
                        line.id(),
                        line.variantId(),
                        null,
                        line.sku(),
                        line.name(),
                        line.options(),
                        line.properties(),
                        line.quantity(),
                        line.listPrice(),
                        line.unitPrice(),
                        line.priceSource(),
                        sale,
                        line.taxRate(),
                        new LineAmounts(line.subtotal(), discounts, line.discount(), line.tax(), line.total()),
                        line.requiresShipping(),
                        stock),
                line.fulfilledQuantity(),
                line.returnedQuantity(),
                line.returnedAmount());
    }

    private static LineAmounts shipping(Order order, List<Discount> discounts, MinorUnits discount, MinorUnits tax) {
        Money off = discount.in(order.currency());
        Money taxed = tax.in(order.currency());
        Money left = order.totals().shipping().minus(off);
        return new LineAmounts(
                order.totals().shipping(), discounts, off, taxed, order.pricesIncludeTax() ? left : left.plus(taxed));
    }

    /** Writes what the edit changed. */
    void write(
            TenantContext tx,
            EditedOrder edited,
            OrderRevision.Id id,
            String actor,
            @Nullable String note,
            Instant now) {
        Order.Id order = edited.before().id();
        List<EditedOrder.Line> changed = edited.changed();
        List<NewOrder.Line> kept = changed.stream()
                .filter(line -> line.before() != null)
                .map(EditedOrder.Line::after)
                .toList();
        List<NewOrder.Line> added = changed.stream()
                .filter(line -> line.before() == null)
                .map(EditedOrder.Line::after)
                .toList();
        boolean shipping = !edited.shipping().equals(edited.shippingBefore());
        update(tx, order, kept);
        OrderWriting.addLines(tx, order, added, edited.lines().size() - added.size());
        tx.sql()
                .deleteFrom(ORDER_DISCOUNT)
                .where(tx.owns(ORDER_DISCOUNT))
                .and(ORDER_DISCOUNT.ORDER_ID.eq(order))
                .and(Sql.isAny(
                                ORDER_DISCOUNT.LINE_ID,
                                kept.stream().map(NewOrder.Line::id).toList())
                        .or(ORDER_DISCOUNT.LINE_ID.isNull().and(inline(shipping))))
                .execute();
        OrderWriting.addDiscounts(
                tx, order, Stream.concat(kept.stream(), added.stream()).toList(), shipping ? edited.shipping() : null);
        insert(tx, edited, id, actor, note, now);
        insertLines(tx, order, id, changed);
        Totals totals = edited.totals();
        tx.sql()
                .update(ORDER)
                .set(ORDER.SUBTOTAL, totals.subtotal().withoutCurrency())
                .set(ORDER.SHIPPING, totals.shipping().withoutCurrency())
                .set(ORDER.SHIPPING_DISCOUNT, edited.shipping().discount().withoutCurrency())
                .set(
                        ORDER.SHIPPING_TAX_RATE,
                        Math.toIntExact(edited.shippingRate().partsPerMillion()))
                .set(ORDER.SHIPPING_TAX, edited.shipping().tax().withoutCurrency())
                .set(ORDER.DISCOUNT, totals.discount().withoutCurrency())
                .set(ORDER.TAX, totals.tax().withoutCurrency())
                .set(ORDER.TOTAL, totals.total().withoutCurrency())
                .set(ORDER.VERSION, ORDER.VERSION.plus(1))
                .set(ORDER.UPDATED_AT, now)
                .where(tx.owns(ORDER))
                .and(ORDER.ID.eq(order))
                .execute();
    }

    private static void update(TenantContext tx, Order.Id order, List<NewOrder.Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        Rows<NewOrder.Line> rows = Rows.of(lines)
                .with(ORDER_LINE.ID, NewOrder.Line::id)
                .with(ORDER_LINE.QUANTITY, NewOrder.Line::quantity)
                .with(ORDER_LINE.UNIT_PRICE, line -> line.unitPrice().withoutCurrency())
                .with(ORDER_LINE.PRICE_SOURCE, NewOrder.Line::priceSource)
                .with(ORDER_LINE.FLASH_SALE_ITEM_ID, NewOrder.Line::flashSaleItemId)
                .with(ORDER_LINE.DISCOUNT, line -> line.amounts().discount().withoutCurrency())
                .with(ORDER_LINE.TAX, line -> line.amounts().tax().withoutCurrency())
                .with(ORDER_LINE.TOTAL, line -> line.amounts().total().withoutCurrency());
        tx.sql()
                .update(ORDER_LINE)
                .set(ORDER_LINE.QUANTITY, rows.get(ORDER_LINE.QUANTITY))
                .set(ORDER_LINE.UNIT_PRICE, rows.get(ORDER_LINE.UNIT_PRICE))
                .set(ORDER_LINE.PRICE_SOURCE, rows.get(ORDER_LINE.PRICE_SOURCE))
                .set(ORDER_LINE.FLASH_SALE_ITEM_ID, rows.get(ORDER_LINE.FLASH_SALE_ITEM_ID))
                .set(ORDER_LINE.DISCOUNT, rows.get(ORDER_LINE.DISCOUNT))
                .set(ORDER_LINE.TAX, rows.get(ORDER_LINE.TAX))
                .set(ORDER_LINE.TOTAL, rows.get(ORDER_LINE.TOTAL))
                .from(rows.table())
                .where(tx.owns(ORDER_LINE))
                .and(ORDER_LINE.ORDER_ID.eq(order))
                .and(ORDER_LINE.ID.eq(rows.get(ORDER_LINE.ID)))
                .execute();
    }

    private static void insert(
            TenantContext tx,
            EditedOrder edited,
            OrderRevision.Id id,
            String actor,
            @Nullable String note,
            Instant now) {
        Totals before = edited.before().totals();
        Totals after = edited.totals();
        tx.sql()
                .insertInto(ORDER_REVISION)
                .set(ORDER_REVISION.TENANT_ID, tx.id())
                .set(ORDER_REVISION.ID, id)
                .set(ORDER_REVISION.ORDER_ID, edited.before().id())
                .set(
                        ORDER_REVISION.STEP,
                        field(select(coalesce(max(ORDER_REVISION.STEP), inline(0))
                                        .plus(1))
                                .from(ORDER_REVISION)
                                .where(tx.owns(ORDER_REVISION))
                                .and(ORDER_REVISION.ORDER_ID.eq(edited.before().id()))))
                .set(ORDER_REVISION.ACTOR, actor)
                .set(ORDER_REVISION.NOTE, note)
                .set(ORDER_REVISION.SUBTOTAL_BEFORE, before.subtotal().withoutCurrency())
                .set(ORDER_REVISION.SHIPPING_BEFORE, before.shipping().withoutCurrency())
                .set(ORDER_REVISION.DISCOUNT_BEFORE, before.discount().withoutCurrency())
                .set(ORDER_REVISION.TAX_BEFORE, before.tax().withoutCurrency())
                .set(ORDER_REVISION.TOTAL_BEFORE, before.total().withoutCurrency())
                .set(ORDER_REVISION.SUBTOTAL, after.subtotal().withoutCurrency())
                .set(ORDER_REVISION.SHIPPING, after.shipping().withoutCurrency())
                .set(ORDER_REVISION.DISCOUNT, after.discount().withoutCurrency())
                .set(ORDER_REVISION.TAX, after.tax().withoutCurrency())
                .set(ORDER_REVISION.TOTAL, after.total().withoutCurrency())
                .set(ORDER_REVISION.REVISED_AT, now)
                .execute();
    }

    private static void insertLines(
            TenantContext tx, Order.Id order, OrderRevision.Id id, List<EditedOrder.Line> changed) {
        if (changed.isEmpty()) {
            return;
        }
        Rows.of(changed)
                .with(ORDER_REVISION_LINE.REVISION_ID, line -> id)
                .with(ORDER_REVISION_LINE.ORDER_ID, line -> order)
                .with(ORDER_REVISION_LINE.LINE_ID, line -> line.after().id())
                .with(ORDER_REVISION_LINE.QUANTITY_BEFORE, line -> before(line, NewOrder.Line::quantity))
                .with(
                        ORDER_REVISION_LINE.UNIT_PRICE_BEFORE,
                        line -> before(line, sold -> sold.unitPrice().withoutCurrency()))
                .with(
                        ORDER_REVISION_LINE.DISCOUNT_BEFORE,
                        line -> before(line, sold -> sold.amounts().discount().withoutCurrency()))
                .with(
                        ORDER_REVISION_LINE.TAX_BEFORE,
                        line -> before(line, sold -> sold.amounts().tax().withoutCurrency()))
                .with(
                        ORDER_REVISION_LINE.TOTAL_BEFORE,
                        line -> before(line, sold -> sold.amounts().total().withoutCurrency()))
                .with(ORDER_REVISION_LINE.QUANTITY, line -> line.after().quantity())
                .with(
                        ORDER_REVISION_LINE.UNIT_PRICE,
                        line -> line.after().unitPrice().withoutCurrency())
                .with(
                        ORDER_REVISION_LINE.DISCOUNT,
                        line -> line.after().amounts().discount().withoutCurrency())
                .with(
                        ORDER_REVISION_LINE.TAX,
                        line -> line.after().amounts().tax().withoutCurrency())
                .with(
                        ORDER_REVISION_LINE.TOTAL,
                        line -> line.after().amounts().total().withoutCurrency())
                .insertInto(tx, ORDER_REVISION_LINE)
                .execute();
    }

    private static <T> @Nullable T before(EditedOrder.Line line, Function<NewOrder.Line, T> figure) {
        return line.before() == null ? null : figure.apply(line.before().line());
    }

    OrderRevision revision(TenantContext tenant, Order.Id order, UUID id) {
        return revisionsOf(tenant, List.of(order)).getOrDefault(order, List.of()).stream()
                .filter(revision -> revision.id().value().equals(id))
                .findAny()
                .orElseThrow();
    }

    /** Oldest first. */
    Map<Order.Id, List<OrderRevision>> revisionsOf(TenantContext tenant, Collection<Order.Id> orders) {
        var lines = multiset(select(
                        ORDER_REVISION_LINE.LINE_ID,
                        ORDER_REVISION_LINE.QUANTITY_BEFORE,
                        ORDER_REVISION_LINE.UNIT_PRICE_BEFORE,
                        ORDER_REVISION_LINE.DISCOUNT_BEFORE,
                        ORDER_REVISION_LINE.TAX_BEFORE,
                        ORDER_REVISION_LINE.TOTAL_BEFORE,
                        ORDER_REVISION_LINE.QUANTITY,
                        ORDER_REVISION_LINE.UNIT_PRICE,
                        ORDER_REVISION_LINE.DISCOUNT,
                        ORDER_REVISION_LINE.TAX,
                        ORDER_REVISION_LINE.TOTAL)
                .from(ORDER_REVISION_LINE)
                .where(ORDER_REVISION_LINE.TENANT_ID.eq(ORDER_REVISION.TENANT_ID))
                .and(ORDER_REVISION_LINE.ORDER_ID.eq(ORDER_REVISION.ORDER_ID))
                .and(ORDER_REVISION_LINE.REVISION_ID.eq(ORDER_REVISION.ID))
                .orderBy(ORDER_REVISION_LINE.LINE_ID));
        return tenant.sql()
                .select(List.of(
                        ORDER_REVISION.ID,
                        ORDER_REVISION.ORDER_ID,
                        ORDER_REVISION.ACTOR,
                        ORDER_REVISION.NOTE,
                        ORDER_REVISION.SUBTOTAL_BEFORE,
                        ORDER_REVISION.SHIPPING_BEFORE,
                        ORDER_REVISION.DISCOUNT_BEFORE,
                        ORDER_REVISION.TAX_BEFORE,
                        ORDER_REVISION.TOTAL_BEFORE,
                        ORDER_REVISION.SUBTOTAL,
                        ORDER_REVISION.SHIPPING,
                        ORDER_REVISION.DISCOUNT,
                        ORDER_REVISION.TAX,
                        ORDER_REVISION.TOTAL,
                        ORDER_REVISION.REVISED_AT,
                        ORDER.CURRENCY,
                        lines))
                .from(ORDER_REVISION)
                .join(ORDER)
                .on(tenant.owns(ORDER).and(ORDER.ID.eq(ORDER_REVISION.ORDER_ID)))
                .where(tenant.owns(ORDER_REVISION))
                .and(Sql.isAny(ORDER_REVISION.ORDER_ID, orders))
                .orderBy(ORDER_REVISION.ORDER_ID, ORDER_REVISION.STEP)
                .fetchGroups(ORDER_REVISION.ORDER_ID, row -> revision(row, row.get(lines)));
    }

    private static OrderRevision revision(Record row, List<? extends Record> lines) {
        Currency currency = row.get(ORDER.CURRENCY);
        return new OrderRevision(
                row.get(ORDER_REVISION.ID),
                row.get(ORDER_REVISION.ORDER_ID),
                new Totals(
                        row.get(ORDER_REVISION.SUBTOTAL_BEFORE).in(currency),
                        row.get(ORDER_REVISION.SHIPPING_BEFORE).in(currency),
                        row.get(ORDER_REVISION.DISCOUNT_BEFORE).in(currency),
                        row.get(ORDER_REVISION.TAX_BEFORE).in(currency),
                        row.get(ORDER_REVISION.TOTAL_BEFORE).in(currency)),
                new Totals(
                        row.get(ORDER_REVISION.SUBTOTAL).in(currency),
                        row.get(ORDER_REVISION.SHIPPING).in(currency),
                        row.get(ORDER_REVISION.DISCOUNT).in(currency),
                        row.get(ORDER_REVISION.TAX).in(currency),
                        row.get(ORDER_REVISION.TOTAL).in(currency)),
                lines.stream().map(line -> line(line, currency)).toList(),
                row.get(ORDER_REVISION.ACTOR),
                row.get(ORDER_REVISION.NOTE),
                row.get(ORDER_REVISION.REVISED_AT));
    }

    private static OrderRevision.Line line(Record row, Currency currency) {
        Long quantityBefore = row.get(ORDER_REVISION_LINE.QUANTITY_BEFORE);
        return new OrderRevision.Line(
                row.get(ORDER_REVISION_LINE.LINE_ID),
                quantityBefore == null
                        ? null
                        : new OrderLineFigures(
                                quantityBefore,
                                row.get(ORDER_REVISION_LINE.UNIT_PRICE_BEFORE).in(currency),
                                row.get(ORDER_REVISION_LINE.DISCOUNT_BEFORE).in(currency),
                                row.get(ORDER_REVISION_LINE.TAX_BEFORE).in(currency),
                                row.get(ORDER_REVISION_LINE.TOTAL_BEFORE).in(currency)),
                new OrderLineFigures(
                        row.get(ORDER_REVISION_LINE.QUANTITY),
                        row.get(ORDER_REVISION_LINE.UNIT_PRICE).in(currency),
                        row.get(ORDER_REVISION_LINE.DISCOUNT).in(currency),
                        row.get(ORDER_REVISION_LINE.TAX).in(currency),
                        row.get(ORDER_REVISION_LINE.TOTAL).in(currency)));
    }
}
