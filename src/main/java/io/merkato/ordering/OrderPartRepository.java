package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.FULFILMENT;
import static io.merkato.jooq.ordering.Tables.FULFILMENT_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_DISCOUNT;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE_STOCK;
import static io.merkato.jooq.ordering.Tables.ORDER_NOTE;
import static io.merkato.jooq.ordering.Tables.ORDER_PAYMENT;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN_LINE;
import static io.merkato.jooq.ordering.Tables.STATUS_CHANGE;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Sql;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Record3;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** What belongs to orders: lines, discounts, payments, parcels, returns, notes, history. */
@Repository
class OrderPartRepository {

    private static final List<SelectField<?>> LINE = List.of(
            ORDER_LINE.ID,
            ORDER_LINE.ORDER_ID,
            ORDER_LINE.VARIANT_ID,
            ORDER_LINE.SKU,
            ORDER_LINE.NAME,
            ORDER_LINE.OPTIONS,
            ORDER_LINE.PROPERTIES,
            ORDER_LINE.QUANTITY,
            ORDER_LINE.LIST_PRICE,
            ORDER_LINE.UNIT_PRICE,
            ORDER_LINE.PRICE_SOURCE,
            ORDER_LINE.DISCOUNT,
            ORDER_LINE.TAX_NAME,
            ORDER_LINE.TAX_RATE,
            ORDER_LINE.TAX,
            ORDER_LINE.TOTAL,
            ORDER_LINE.REQUIRES_SHIPPING,
            ORDER_LINE.FULFILLED,
            ORDER_LINE.RETURNED,
            ORDER_LINE.RETURNED_AMOUNT,
            ORDER_LINE.RETURNED_TAX);

    private static OrderLine line(Record row, Currency currency) {
        return new OrderLine(
                row.get(ORDER_LINE.ID),
                row.get(ORDER_LINE.ORDER_ID),
                row.get(ORDER_LINE.VARIANT_ID),
                row.get(ORDER_LINE.SKU),
                row.get(ORDER_LINE.NAME),
                row.get(ORDER_LINE.OPTIONS),
                row.get(ORDER_LINE.PROPERTIES),
                row.get(ORDER_LINE.QUANTITY),
                row.get(ORDER_LINE.LIST_PRICE).in(currency),
                row.get(ORDER_LINE.UNIT_PRICE).in(currency),
                row.get(ORDER_LINE.PRICE_SOURCE),
                row.get(ORDER_LINE.DISCOUNT).in(currency),
                tax(row.get(ORDER_LINE.TAX_NAME), row.get(ORDER_LINE.TAX_RATE)),
                row.get(ORDER_LINE.TAX).in(currency),
                row.get(ORDER_LINE.TOTAL).in(currency),
                row.get(ORDER_LINE.REQUIRES_SHIPPING),
                row.get(ORDER_LINE.FULFILLED),
                row.get(ORDER_LINE.RETURNED),
                row.get(ORDER_LINE.RETURNED_AMOUNT).in(currency),
                returnedTax(row, currency));
    }

    /** Reckoned where it was not kept yet. */
    private static Money returnedTax(Record row, Currency currency) {
        MinorUnits kept = row.get(ORDER_LINE.RETURNED_TAX);
        return kept != null
                ? kept.in(currency)
                : LineAmounts.taxOf(
                        row.get(ORDER_LINE.RETURNED_AMOUNT).in(currency),
                        row.get(ORDER_LINE.TAX).in(currency),
                        row.get(ORDER_LINE.TOTAL).in(currency));
    }

    private static OrderLine.@Nullable Tax tax(@Nullable String name, int rate) {
        return name == null ? null : new OrderLine.Tax(name, new Rate(rate));
    }

    private record LinesOf(Collection<Order.Id> orders) {}

    private static final Template<LinesOf, Object> LINES_OF =
            new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
                    .select(LINE)
                    .from(ORDER_LINE)
                    .where(tenant.owns(ORDER_LINE))
                    .and(Sql.isAny(ORDER_LINE.ORDER_ID, asked.orders()))
                    .orderBy(ORDER_LINE.ORDER_ID, ORDER_LINE.POSITION)));

    List<OrderLine> linesOf(TenantContext tenant, Order order) {
        return linesOf(tenant, List.of(order)).getOrDefault(order.id(), List.of());
    }

    Map<Order.Id, List<OrderLine>> linesOf(TenantContext tenant, Collection<Order> orders) {
        Map<Order.Id, Currency> currencies =
                orders.stream().collect(toMap(Order::id, Order::currency, (one, same) -> one));
        return LINES_OF.fetch(tenant, new LinesOf(currencies.keySet())).rows().stream()
                .map(row -> line(row, requireNonNull(currencies.get(row.get(ORDER_LINE.ORDER_ID)))))
                .collect(groupingBy(OrderLine::orderId));
    }

    Map<OrderLine.Id, OrderLine> linesById(TenantContext tenant, Collection<OrderLine.Id> ids) {
        return tenant.sql()
                .select(LINE)
                .select(ORDER.CURRENCY)
                .from(ORDER_LINE)
                .join(ORDER)
                .on(tenant.owns(ORDER).and(ORDER.ID.eq(ORDER_LINE.ORDER_ID)))
                .where(tenant.owns(ORDER_LINE))
                .and(Sql.isAny(ORDER_LINE.ID, ids))
                .fetchMap(ORDER_LINE.ID, row -> line(row, row.get(ORDER.CURRENCY)));
    }

    Map<Order.Id, List<Discount>> discountsOf(TenantContext tenant, Collection<Order.Id> orders) {
        var sum = org.jooq
                .impl
                .DSL
                .sum(ORDER_DISCOUNT.AMOUNT.coerce(Long.class))
                .convertFrom(amount -> new MinorUnits(amount.longValueExact()));
        return tenant.sql()
                .select(ORDER_DISCOUNT.ORDER_ID, ORDER_DISCOUNT.CODE, sum, ORDER.CURRENCY)
                .from(ORDER_DISCOUNT)
                .join(ORDER)
                .on(tenant.owns(ORDER).and(ORDER.ID.eq(ORDER_DISCOUNT.ORDER_ID)))
                .where(tenant.owns(ORDER_DISCOUNT))
                .and(Sql.isAny(ORDER_DISCOUNT.ORDER_ID, orders))
                .groupBy(ORDER_DISCOUNT.ORDER_ID, ORDER_DISCOUNT.CODE, ORDER.CURRENCY)
                .orderBy(ORDER_DISCOUNT.ORDER_ID, ORDER_DISCOUNT.CODE)
                .fetchGroups(
                        ORDER_DISCOUNT.ORDER_ID,
                        row -> new Discount(row.value2(), row.value3().in(row.value4())));
    }

    Map<OrderLine.Id, List<Discount>> discountsOfLines(TenantContext tenant, Collection<OrderLine.Id> lines) {
        return tenant.sql()
                .select(ORDER_DISCOUNT.LINE_ID, ORDER_DISCOUNT.CODE, ORDER_DISCOUNT.AMOUNT, ORDER.CURRENCY)
                .from(ORDER_DISCOUNT)
                .join(ORDER_LINE)
                .on(tenant.owns(ORDER_LINE)
                        .and(ORDER_LINE.ID.eq(ORDER_DISCOUNT.LINE_ID))
                        .and(ORDER_LINE.ORDER_ID.eq(ORDER_DISCOUNT.ORDER_ID)))
                .join(ORDER)
                .on(tenant.owns(ORDER).and(ORDER.ID.eq(ORDER_DISCOUNT.ORDER_ID)))
                .where(tenant.owns(ORDER_DISCOUNT))
                .and(Sql.isAny(ORDER_LINE.ID, lines))
                .orderBy(ORDER_DISCOUNT.LINE_ID, ORDER_DISCOUNT.CODE)
                .fetchGroups(
                        ORDER_DISCOUNT.LINE_ID,
                        row -> new Discount(row.value2(), row.value3().in(row.value4())));
    }

    Map<Order.Id, List<StatusChange>> historyOf(TenantContext tenant, Collection<Order.Id> orders) {
        return tenant.sql()
                .select(
                        STATUS_CHANGE.ORDER_ID,
                        STATUS_CHANGE.AXIS,
                        STATUS_CHANGE.FROM_STATUS,
                        STATUS_CHANGE.EVENT,
                        STATUS_CHANGE.TO_STATUS,
                        STATUS_CHANGE.ACTOR,
                        STATUS_CHANGE.REASON,
                        STATUS_CHANGE.CHANGED_AT,
                        STATUS_CHANGE.STEP)
                .from(STATUS_CHANGE)
                .where(tenant.owns(STATUS_CHANGE))
                .and(Sql.isAny(STATUS_CHANGE.ORDER_ID, orders))
                .orderBy(STATUS_CHANGE.ORDER_ID, STATUS_CHANGE.CHANGED_AT, STATUS_CHANGE.AXIS, STATUS_CHANGE.STEP)
                .fetchGroups(
                        STATUS_CHANGE.ORDER_ID,
                        row -> new StatusChange(
                                row.value2(),
                                row.value9() == 0 ? null : row.value3(),
                                row.value4(),
                                row.value5(),
                                row.value6(),
                                row.value7(),
                                row.value8()));
    }

    OrderPayment payment(TenantContext tenant, Order.Id order, UUID id) {
        return paymentsOf(tenant, List.of(order)).getOrDefault(order, List.of()).stream()
                .filter(payment -> payment.id().value().equals(id))
                .findAny()
                .orElseThrow();
    }

    Fulfilment fulfilment(TenantContext tenant, UUID id) {
        return fulfilments(tenant, FULFILMENT.ID.eq(new Fulfilment.Id(id))).getFirst();
    }

    Optional<Fulfilment> findFulfilment(TenantContext tenant, Fulfilment.Id id) {
        return fulfilments(tenant, FULFILMENT.ID.eq(id)).stream().findAny();
    }

    OrderReturn orderReturn(TenantContext tenant, UUID id) {
        return returns(tenant, ORDER_RETURN.ID.eq(new OrderReturn.Id(id))).getFirst();
    }

    /** Pieces of stock that one piece of each line takes. */
    Map<OrderLine.Id, Map<ProductVariant.Id, Long>> stockOf(TenantContext tenant, Order.Id order) {
        return stockOf(tenant, List.of(order));
    }

    Map<OrderLine.Id, Map<ProductVariant.Id, Long>> stockOf(TenantContext tenant, Collection<Order.Id> orders) {
        return tenant.sql()
                .select(ORDER_LINE_STOCK.LINE_ID, ORDER_LINE_STOCK.VARIANT_ID, ORDER_LINE_STOCK.QUANTITY)
                .from(ORDER_LINE_STOCK)
                .where(tenant.owns(ORDER_LINE_STOCK))
                .and(Sql.isAny(ORDER_LINE_STOCK.ORDER_ID, orders))
                .fetchStream()
                .collect(groupingBy(Record3::value1, toMap(Record3::value2, Record3::value3)));
    }

    /** Which line took pieces of which flash sale. */
    Map<OrderLine.Id, FlashSaleItem.Id> saleItemsOf(TenantContext tenant, Order.Id order) {
        return tenant.sql()
                .select(ORDER_LINE.ID, ORDER_LINE.FLASH_SALE_ITEM_ID)
                .from(ORDER_LINE)
                .where(tenant.owns(ORDER_LINE))
                .and(ORDER_LINE.ORDER_ID.eq(order))
                .and(ORDER_LINE.FLASH_SALE_ITEM_ID.isNotNull())
                .fetchMap(ORDER_LINE.ID, ORDER_LINE.FLASH_SALE_ITEM_ID);
    }

    /** Pieces of flash sales that the order took. */
    Map<FlashSaleItem.Id, Long> salesOf(TenantContext tenant, Order.Id order) {
        return tenant.sql()
                .select(ORDER_LINE.FLASH_SALE_ITEM_ID, ORDER_LINE.QUANTITY)
                .from(ORDER_LINE)
                .where(tenant.owns(ORDER_LINE))
                .and(ORDER_LINE.ORDER_ID.eq(order))
                .and(ORDER_LINE.FLASH_SALE_ITEM_ID.isNotNull())
                .fetchStream()
                .collect(toMap(Record2::value1, Record2::value2, Math::addExact));
    }

    Map<Order.Id, List<OrderPayment>> paymentsOf(TenantContext tenant, Collection<Order.Id> orders) {
        return tenant.sql()
                .select(
                        ORDER_PAYMENT.ORDER_ID,
                        ORDER_PAYMENT.ID,
                        ORDER_PAYMENT.KIND,
                        ORDER_PAYMENT.METHOD,
                        ORDER_PAYMENT.AMOUNT,
                        ORDER.CURRENCY,
                        ORDER_PAYMENT.REFERENCE,
                        ORDER_PAYMENT.RECORDED_AT,
                        ORDER_PAYMENT.THROUGH)
                .from(ORDER_PAYMENT)
                .join(ORDER)
                .on(tenant.owns(ORDER).and(ORDER.ID.eq(ORDER_PAYMENT.ORDER_ID)))
                .where(tenant.owns(ORDER_PAYMENT))
                .and(Sql.isAny(ORDER_PAYMENT.ORDER_ID, orders))
                .orderBy(ORDER_PAYMENT.ORDER_ID, ORDER_PAYMENT.ID)
                .fetchGroups(
                        ORDER_PAYMENT.ORDER_ID,
                        row -> new OrderPayment(
                                row.value2(),
                                row.value3(),
                                row.value4(),
                                row.value5().in(row.value6()),
                                row.value7(),
                                row.value8(),
                                row.value9()));
    }

    Map<Order.Id, List<OrderNote>> notesOf(TenantContext tenant, Collection<Order.Id> orders) {
        return tenant.sql()
                .select(ORDER_NOTE.ORDER_ID, ORDER_NOTE.ID, ORDER_NOTE.BODY, ORDER_NOTE.AUTHOR, ORDER_NOTE.CREATED_AT)
                .from(ORDER_NOTE)
                .where(tenant.owns(ORDER_NOTE))
                .and(Sql.isAny(ORDER_NOTE.ORDER_ID, orders))
                .orderBy(ORDER_NOTE.ORDER_ID, ORDER_NOTE.ID)
                .fetchGroups(
                        ORDER_NOTE.ORDER_ID,
                        row -> new OrderNote(row.value2(), row.value3(), row.value4(), row.value5()));
    }

    List<Fulfilment> fulfilmentsOf(TenantContext tenant, Collection<Order.Id> orders) {
        return fulfilments(tenant, Sql.isAny(FULFILMENT.ORDER_ID, orders));
    }

    List<OrderReturn> returnsOf(TenantContext tenant, Collection<Order.Id> orders) {
        return returns(tenant, Sql.isAny(ORDER_RETURN.ORDER_ID, orders));
    }

    private static List<Fulfilment> fulfilments(TenantContext tenant, Condition which) {
        return tenant.sql()
                .select(
                        FULFILMENT.ID,
                        FULFILMENT.ORDER_ID,
                        multiset(select(FULFILMENT_LINE.LINE_ID, FULFILMENT_LINE.QUANTITY)
                                        .from(FULFILMENT_LINE)
                                        .where(FULFILMENT_LINE.TENANT_ID.eq(FULFILMENT.TENANT_ID))
                                        .and(FULFILMENT_LINE.ORDER_ID.eq(FULFILMENT.ORDER_ID))
                                        .and(FULFILMENT_LINE.FULFILMENT_ID.eq(FULFILMENT.ID))
                                        .orderBy(FULFILMENT_LINE.LINE_ID))
                                .convertFrom(lines -> lines.map(mapping(Fulfilment.Piece::new))),
                        FULFILMENT.TRACKING_COMPANY,
                        FULFILMENT.TRACKING_NUMBER,
                        FULFILMENT.TRACKING_URL,
                        FULFILMENT.SHIPPED_AT,
                        FULFILMENT.DELIVERED_AT,
                        FULFILMENT.VERSION)
                .from(FULFILMENT)
                .join(ORDER)
                .on(tenant.owns(ORDER).and(ORDER.ID.eq(FULFILMENT.ORDER_ID)))
                .where(tenant.owns(FULFILMENT))
                .and(which)
                .orderBy(FULFILMENT.ORDER_ID, FULFILMENT.ID)
                .fetch(mapping(Fulfilment::new));
    }

    private static List<OrderReturn> returns(TenantContext tenant, Condition which) {
        return tenant.sql()
                .select(
                        ORDER_RETURN.ID,
                        ORDER_RETURN.ORDER_ID,
                        multiset(select(
                                                ORDER_RETURN_LINE.LINE_ID,
                                                ORDER_RETURN_LINE.QUANTITY,
                                                ORDER_RETURN_LINE.RESTOCKED,
                                                ORDER_RETURN_LINE.AMOUNT)
                                        .from(ORDER_RETURN_LINE)
                                        .where(ORDER_RETURN_LINE.TENANT_ID.eq(ORDER_RETURN.TENANT_ID))
                                        .and(ORDER_RETURN_LINE.ORDER_ID.eq(ORDER_RETURN.ORDER_ID))
                                        .and(ORDER_RETURN_LINE.RETURN_ID.eq(ORDER_RETURN.ID))
                                        .orderBy(ORDER_RETURN_LINE.LINE_ID))
                                .convertFrom(lines -> lines.map(mapping(ReturnedPiece::new))),
                        ORDER_RETURN.REASON,
                        ORDER_RETURN.AMOUNT,
                        ORDER.CURRENCY,
                        ORDER_RETURN.RETURNED_AT)
                .from(ORDER_RETURN)
                .join(ORDER)
                .on(tenant.owns(ORDER).and(ORDER.ID.eq(ORDER_RETURN.ORDER_ID)))
                .where(tenant.owns(ORDER_RETURN))
                .and(which)
                .orderBy(ORDER_RETURN.ORDER_ID, ORDER_RETURN.ID)
                .fetch(row -> new OrderReturn(
                        row.value1(),
                        row.value2(),
                        row.value3().stream()
                                .map(piece -> piece.in(row.value6()))
                                .toList(),
                        row.value4(),
                        row.value5().in(row.value6()),
                        row.value7()));
    }

    private record ReturnedPiece(OrderLine.Id lineId, long quantity, boolean restocked, MinorUnits amount) {
        OrderReturn.Piece in(Currency currency) {
            return new OrderReturn.Piece(lineId, quantity, restocked, amount.in(currency));
        }
    }
}
