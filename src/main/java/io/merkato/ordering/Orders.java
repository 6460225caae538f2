package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.GIVE_NUMBERS;
import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_DISCOUNT;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE_STOCK;
import static io.merkato.jooq.ordering.Tables.STATUS_CHANGE;

import io.merkato.api.Actor;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.platform.Events;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other modules do with orders. Every method is one transaction's part and takes a fixed number of statements. */
@Component
public class Orders {

    private record Of(NewOrder order, NewOrder.Line line, int position) {}

    private record Off(NewOrder order, OrderLine.@Nullable Id line, Discount discount) {}

    private record Taken(NewOrder order, NewOrder.Line line, ProductVariant.Id variant, long quantity) {}

    private record First(NewOrder order, StatusAxis axis, StatusEvent event, String status) {}

    private final Events events;

    Orders(Events events) {
        this.events = events;
    }

    /**
     * Writes the orders and gives them their numbers. Stock, coupons and sales are the caller's to take before: from here on
     * the tenant's other orders wait until this transaction ends.
     */
    public void place(TenantContext tx, List<NewOrder> orders, Actor actor) {
        insert(tx, orders);
        insertLines(tx, orders);
        begin(tx, orders, actor);
        events.publish(
                tx,
                orders.stream()
                        .map(order -> new OrderEvent(OrderEvent.Type.ORDER_PLACED, order.id()))
                        .toList());
        tx.sql()
                .selectFrom(GIVE_NUMBERS.call(
                        tx.id().value(),
                        orders.stream().map(order -> order.id().value()).toArray(java.util.UUID[]::new)))
                .fetch();
    }

    private static void insert(TenantContext tx, List<NewOrder> orders) {
        Rows.of(orders)
                .with(ORDER.ID, NewOrder::id)
                .with(ORDER.STORE_ID, NewOrder::storeId)
                .with(ORDER.CHANNEL, NewOrder::channel)
                .with(ORDER.SOURCE, order -> order.source() instanceof Order.Source s ? s.name() : null)
                .with(ORDER.SOURCE_REFERENCE, order -> order.source() instanceof Order.Source s ? s.reference() : null)
                .with(ORDER.CUSTOMER_ID, NewOrder::customerId)
                .with(ORDER.EMAIL, NewOrder::email)
                .with(ORDER.PHONE, NewOrder::phone)
                .with(ORDER.LOCALE, NewOrder::locale)
                .with(ORDER.CURRENCY, NewOrder::currency)
                .with(ORDER.PRICES_INCLUDE_TAX, NewOrder::pricesIncludeTax)
                .with(ORDER.SHIPPING_ADDRESS, NewOrder::shippingAddress)
                .with(ORDER.BILLING_ADDRESS, NewOrder::billingAddress)
                .with(ORDER.SHIPPING_METHOD, NewOrder::shippingMethod)
                .with(ORDER.NOTE, NewOrder::note)
                .with(ORDER.SUBTOTAL, order -> order.totals().subtotal().minorUnits())
                .with(ORDER.SHIPPING, order -> order.shipping().subtotal().minorUnits())
                .with(
                        ORDER.SHIPPING_DISCOUNT,
                        order -> order.shipping().discount().minorUnits())
                .with(
                        ORDER.SHIPPING_TAX_RATE,
                        order -> order.shippingTax() instanceof OrderLine.Tax tax
                                ? Math.toIntExact(tax.rate().partsPerMillion())
                                : 0)
                .with(ORDER.SHIPPING_TAX, order -> order.shipping().tax().minorUnits())
                .with(ORDER.DISCOUNT, order -> order.totals().discount().minorUnits())
                .with(ORDER.TAX, order -> order.totals().tax().minorUnits())
                .with(ORDER.TOTAL, order -> order.totals().total().minorUnits())
                .with(ORDER.STATUS, order -> OrderStatus.OPEN)
                .with(ORDER.PAYMENT_STATUS, Orders::payment)
                .with(ORDER.FULFILMENT_STATUS, order -> FulfilmentStatus.UNFULFILLED)
                .with(ORDER.PLACED_AT, NewOrder::placedAt)
                .insertInto(tx, ORDER)
                .execute();
    }

    /** Where nothing is to be paid, all is. */
    private static PaymentStatus payment(NewOrder order) {
        return order.totals().total().minorUnits() == 0 ? PaymentStatus.PAID : PaymentStatus.PENDING;
    }

    private static void insertLines(TenantContext tx, List<NewOrder> orders) {
        var lines = new ArrayList<Of>();
        for (NewOrder order : orders) {
            for (int i = 0; i < order.lines().size(); i++) {
                lines.add(new Of(order, order.lines().get(i), i));
            }
        }
        Rows.of(lines)
                .with(ORDER_LINE.ID, of -> of.line().id())
                .with(ORDER_LINE.ORDER_ID, of -> of.order().id())
                .with(ORDER_LINE.POSITION, Of::position)
                .with(ORDER_LINE.VARIANT_ID, of -> of.line().variantId())
                .with(ORDER_LINE.PRODUCT_ID, of -> of.line().productId())
                .with(ORDER_LINE.SKU, of -> of.line().sku())
                .with(ORDER_LINE.NAME, of -> of.line().name())
                .with(ORDER_LINE.OPTIONS, of -> of.line().options())
                .with(ORDER_LINE.PROPERTIES, of -> of.line().properties())
                .with(ORDER_LINE.QUANTITY, of -> of.line().quantity())
                .with(ORDER_LINE.LIST_PRICE, of -> of.line().listPrice().minorUnits())
                .with(ORDER_LINE.UNIT_PRICE, of -> of.line().unitPrice().minorUnits())
                .with(ORDER_LINE.PRICE_SOURCE, of -> of.line().priceSource())
                .with(ORDER_LINE.FLASH_SALE_ITEM_ID, of -> of.line().flashSaleItemId())
                .with(ORDER_LINE.DISCOUNT, of -> of.line().amounts().discount().minorUnits())
                .with(ORDER_LINE.TAX_NAME, of -> of.line().tax() instanceof OrderLine.Tax tax ? tax.name() : null)
                .with(
                        ORDER_LINE.TAX_RATE,
                        of -> of.line().tax() instanceof OrderLine.Tax tax
                                ? Math.toIntExact(tax.rate().partsPerMillion())
                                : 0)
                .with(ORDER_LINE.TAX, of -> of.line().amounts().tax().minorUnits())
                .with(ORDER_LINE.TOTAL, of -> of.line().amounts().total().minorUnits())
                .with(ORDER_LINE.REQUIRES_SHIPPING, of -> of.line().requiresShipping())
                .insertInto(tx, ORDER_LINE)
                .execute();
        List<Taken> taken = lines.stream()
                .flatMap(of -> of.line().stock().entrySet().stream()
                        .map(stock -> new Taken(of.order(), of.line(), stock.getKey(), stock.getValue())))
                .toList();
        if (!taken.isEmpty()) {
            Rows.of(taken)
                    .with(ORDER_LINE_STOCK.ORDER_ID, of -> of.order().id())
                    .with(ORDER_LINE_STOCK.LINE_ID, of -> of.line().id())
                    .with(ORDER_LINE_STOCK.VARIANT_ID, Taken::variant)
                    .with(ORDER_LINE_STOCK.QUANTITY, Taken::quantity)
                    .insertInto(tx, ORDER_LINE_STOCK)
                    .execute();
        }
        insertDiscounts(tx, orders);
    }

    private static void insertDiscounts(TenantContext tx, List<NewOrder> orders) {
        List<Off> discounts = orders.stream().flatMap(Orders::discounts).toList();
        if (!discounts.isEmpty()) {
            Rows.of(discounts)
                    .with(ORDER_DISCOUNT.ID, off -> Uuid7.next())
                    .with(ORDER_DISCOUNT.ORDER_ID, off -> off.order().id())
                    .with(ORDER_DISCOUNT.LINE_ID, Off::line)
                    .with(ORDER_DISCOUNT.CODE, off -> off.discount().code())
                    .with(ORDER_DISCOUNT.AMOUNT, off -> off.discount().amount().minorUnits())
                    .insertInto(tx, ORDER_DISCOUNT)
                    .execute();
        }
    }

    private static Stream<Off> discounts(NewOrder order) {
        Stream<Off> lines = order.lines().stream()
                .flatMap(line -> line.amounts().discounts().stream().map(off -> new Off(order, line.id(), off)));
        return Stream.concat(lines, order.shipping().discounts().stream().map(off -> new Off(order, null, off)));
    }

    private static void begin(TenantContext tx, List<NewOrder> orders, Actor actor) {
        List<First> firsts = orders.stream()
                .flatMap(order -> Stream.of(
                        new First(order, StatusAxis.ORDER, StatusEvent.PLACE, OrderStatus.OPEN.name()),
                        new First(
                                order,
                                StatusAxis.PAYMENT,
                                payment(order) == PaymentStatus.PAID ? StatusEvent.PAY : StatusEvent.PLACE,
                                payment(order).name()),
                        new First(
                                order, StatusAxis.FULFILMENT, StatusEvent.PLACE, FulfilmentStatus.UNFULFILLED.name())))
                .toList();
        Rows.of(firsts)
                .with(STATUS_CHANGE.ORDER_ID, first -> first.order().id())
                .with(STATUS_CHANGE.AXIS, First::axis)
                .with(STATUS_CHANGE.STEP, first -> 0)
                .with(STATUS_CHANGE.FROM_STATUS, first -> "NONE")
                .with(STATUS_CHANGE.EVENT, First::event)
                .with(STATUS_CHANGE.TO_STATUS, First::status)
                .with(STATUS_CHANGE.ACTOR, first -> actor.name())
                .insertInto(tx, STATUS_CHANGE)
                .execute();
    }
}
