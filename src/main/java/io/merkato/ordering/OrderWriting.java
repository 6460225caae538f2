package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.FULFILMENT;
import static io.merkato.jooq.ordering.Tables.FULFILMENT_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_DISCOUNT;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE_STOCK;
import static io.merkato.jooq.ordering.Tables.STATUS_CHANGE;

import io.merkato.api.Actor;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the rows of new orders: a statement for each table, however many orders. */
final class OrderWriting {

    private record Of(Order.Id order, NewOrder.Line line, int position, long fulfilled) {}

    private record Off(Order.Id order, OrderLine.@Nullable Id line, Discount discount) {}

    private record Taken(Order.Id order, NewOrder.Line line, ProductVariant.Id variant, long quantity) {}

    private record Parcel(Fulfilment.Id id, PastOrder past) {}

    private record Packed(Parcel parcel, NewOrder.Line line) {}

    private static final Rows.Text ORDERS = new Rows.Text();

    private OrderWriting() {}

    /** @return those that were not there before, by their source and reference */
    static Set<Order.Id> insert(TenantContext tx, List<PastOrder> orders) {
        Rows<PastOrder> rows = rows(orders);
        return new HashSet<>(rows.fetch(
                tx,
                ORDERS,
                ORDER.ID,
                () -> rows.insertInto(tx, ORDER)
                        .onConflict(ORDER.TENANT_ID, ORDER.SOURCE, ORDER.SOURCE_REFERENCE)
                        .doNothing()
                        .returning(ORDER.ID)));
    }

    private static Rows<PastOrder> rows(List<PastOrder> orders) {
        return Rows.of(orders)
                .with(ORDER.ID, PastOrder::id)
                .with(ORDER.STORE_ID, past -> past.order().storeId())
                .with(ORDER.CHANNEL, past -> past.order().channel())
                .with(ORDER.SOURCE, past -> past.order().source() instanceof Order.Source s ? s.name() : null)
                .with(
                        ORDER.SOURCE_REFERENCE,
                        past -> past.order().source() instanceof Order.Source s ? s.reference() : null)
                .with(ORDER.SOURCE_DIGEST, past -> past.order().source() == null ? null : past.digest())
                .with(ORDER.CUSTOMER_ID, past -> past.order().customerId())
                .with(ORDER.EMAIL, past -> past.order().email())
                .with(ORDER.PHONE, past -> past.order().phone())
                .with(ORDER.LOCALE, past -> past.order().locale())
                .with(ORDER.CURRENCY, past -> past.order().currency())
                .with(ORDER.PRICES_INCLUDE_TAX, past -> past.order().pricesIncludeTax())
                .with(ORDER.SHIPPING_ADDRESS, past -> past.order().shippingAddress())
                .with(ORDER.BILLING_ADDRESS, past -> past.order().billingAddress())
                .with(ORDER.PICKUP_ADDRESS, past -> past.order().pickupAddress())
                .with(ORDER.SHIPPING_METHOD, past -> past.order().shippingMethod())
                .with(ORDER.NOTE, past -> past.order().note())
                .with(ORDER.SUBTOTAL, past -> past.order().totals().subtotal().withoutCurrency())
                .with(ORDER.SHIPPING, past -> past.order().shipping().subtotal().withoutCurrency())
                .with(
                        ORDER.SHIPPING_DISCOUNT,
                        past -> past.order().shipping().discount().withoutCurrency())
                .with(ORDER.SHIPPING_TAX_RATE, past -> rate(past.order().shippingTax()))
                .with(ORDER.SHIPPING_TAX, past -> past.order().shipping().tax().withoutCurrency())
                .with(ORDER.DISCOUNT, past -> past.order().totals().discount().withoutCurrency())
                .with(ORDER.TAX, past -> past.order().totals().tax().withoutCurrency())
                .with(ORDER.TOTAL, past -> past.order().totals().total().withoutCurrency())
                .with(ORDER.PAID, past -> past.paid().withoutCurrency())
                .with(ORDER.REFUNDED, past -> past.refunded().withoutCurrency())
                .with(
                        ORDER.STATUS,
                        past -> OrderStatus.valueOf(past.last(StatusAxis.ORDER).to()))
                .with(ORDER.STATUS_STEP, past -> past.last(StatusAxis.ORDER).number())
                .with(
                        ORDER.PAYMENT_STATUS,
                        past -> PaymentStatus.valueOf(
                                past.last(StatusAxis.PAYMENT).to()))
                .with(ORDER.PAYMENT_STEP, past -> past.last(StatusAxis.PAYMENT).number())
                .with(
                        ORDER.FULFILMENT_STATUS,
                        past -> FulfilmentStatus.valueOf(
                                past.last(StatusAxis.FULFILMENT).to()))
                .with(
                        ORDER.FULFILMENT_STEP,
                        past -> past.last(StatusAxis.FULFILMENT).number())
                .with(ORDER.PLACED_AT, past -> past.order().placedAt())
                .with(
                        ORDER.CANCELLED_AT,
                        past -> past.cancellation() instanceof PastOrder.Cancellation off ? off.at() : null)
                .with(
                        ORDER.CANCEL_REASON,
                        past -> past.cancellation() instanceof PastOrder.Cancellation off ? off.reason() : null);
    }

    private static int rate(OrderLine.@Nullable Tax tax) {
        return tax == null ? 0 : Math.toIntExact(tax.rate().partsPerMillion());
    }

    static void insertLines(TenantContext tx, List<PastOrder> orders) {
        insertLines(
                tx,
                orders.stream()
                        .flatMap(past -> numbered(past.id(), past.order().lines(), 0, past.sentAt() != null))
                        .toList());
        insertDiscounts(
                tx,
                orders.stream()
                        .map(PastOrder::order)
                        .flatMap(OrderWriting::discounts)
                        .toList());
    }

    /** Writes further lines of an order that is there, with the stock that they take. */
    static void addLines(TenantContext tx, Order.Id order, List<NewOrder.Line> lines, int firstPosition) {
        if (!lines.isEmpty()) {
            insertLines(tx, numbered(order, lines, firstPosition, false).toList());
        }
    }

    /** @param shipping what it is from now on; null where that is what it was */
    static void addDiscounts(
            TenantContext tx, Order.Id order, Collection<NewOrder.Line> lines, @Nullable LineAmounts shipping) {
        insertDiscounts(
                tx,
                Stream.concat(
                                lines.stream().flatMap(line -> discounts(order, line.id(), line.amounts())),
                                Stream.ofNullable(shipping).flatMap(amounts -> discounts(order, null, amounts)))
                        .toList());
    }

    private static Stream<Of> numbered(Order.Id order, List<NewOrder.Line> lines, int first, boolean sent) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> new Of(
                        order, lines.get(i), first + i, sent ? lines.get(i).quantity() : 0));
    }

    private static void insertLines(TenantContext tx, Collection<Of> lines) {
        Rows.of(lines)
                .with(ORDER_LINE.ID, of -> of.line().id())
                .with(ORDER_LINE.ORDER_ID, Of::order)
                .with(ORDER_LINE.POSITION, Of::position)
                .with(ORDER_LINE.VARIANT_ID, of -> of.line().variantId())
                .with(ORDER_LINE.PRODUCT_ID, of -> of.line().productId())
                .with(ORDER_LINE.SKU, of -> of.line().sku())
                .with(ORDER_LINE.NAME, of -> of.line().name())
                .with(ORDER_LINE.OPTIONS, of -> of.line().options())
                .with(ORDER_LINE.PROPERTIES, of -> of.line().properties())
                .with(ORDER_LINE.QUANTITY, of -> of.line().quantity())
                .with(ORDER_LINE.LIST_PRICE, of -> of.line().listPrice().withoutCurrency())
                .with(ORDER_LINE.UNIT_PRICE, of -> of.line().unitPrice().withoutCurrency())
                .with(ORDER_LINE.PRICE_SOURCE, of -> of.line().priceSource())
                .with(ORDER_LINE.FLASH_SALE_ITEM_ID, of -> of.line().flashSaleItemId())
                .with(ORDER_LINE.DISCOUNT, of -> of.line().amounts().discount().withoutCurrency())
                .with(ORDER_LINE.TAX_NAME, of -> of.line().tax() instanceof OrderLine.Tax tax ? tax.name() : null)
                .with(ORDER_LINE.TAX_RATE, of -> rate(of.line().tax()))
                .with(ORDER_LINE.TAX, of -> of.line().amounts().tax().withoutCurrency())
                .with(ORDER_LINE.TOTAL, of -> of.line().amounts().total().withoutCurrency())
                .with(ORDER_LINE.REQUIRES_SHIPPING, of -> of.line().requiresShipping())
                .with(ORDER_LINE.FULFILLED, Of::fulfilled)
                .write(tx, ORDER_LINE);
        insertStock(tx, lines);
    }

    private static void insertStock(TenantContext tx, Collection<Of> lines) {
        List<Taken> taken = lines.stream()
                .flatMap(of -> of.line().stock().entrySet().stream()
                        .map(stock -> new Taken(of.order(), of.line(), stock.getKey(), stock.getValue())))
                .toList();
        if (!taken.isEmpty()) {
            Rows.of(taken)
                    .with(ORDER_LINE_STOCK.ORDER_ID, Taken::order)
                    .with(ORDER_LINE_STOCK.LINE_ID, of -> of.line().id())
                    .with(ORDER_LINE_STOCK.VARIANT_ID, Taken::variant)
                    .with(ORDER_LINE_STOCK.QUANTITY, Taken::quantity)
                    .write(tx, ORDER_LINE_STOCK);
        }
    }

    private static void insertDiscounts(TenantContext tx, List<Off> discounts) {
        if (!discounts.isEmpty()) {
            Rows.of(discounts)
                    .with(ORDER_DISCOUNT.ID, off -> Uuid7.next())
                    .with(ORDER_DISCOUNT.ORDER_ID, Off::order)
                    .with(ORDER_DISCOUNT.LINE_ID, Off::line)
                    .with(ORDER_DISCOUNT.CODE, off -> off.discount().code())
                    .with(ORDER_DISCOUNT.AMOUNT, off -> off.discount().amount().withoutCurrency())
                    .write(tx, ORDER_DISCOUNT);
        }
    }

    private static Stream<Off> discounts(NewOrder order) {
        return Stream.concat(
                order.lines().stream().flatMap(line -> discounts(order.id(), line.id(), line.amounts())),
                discounts(order.id(), null, order.shipping()));
    }

    private static Stream<Off> discounts(Order.Id order, OrderLine.@Nullable Id line, LineAmounts amounts) {
        return amounts.discounts().stream().map(discount -> new Off(order, line, discount));
    }

    /** Their first steps, as of now. */
    static void begin(TenantContext tx, List<PastOrder> orders, Actor actor) {
        steps(orders, actor).write(tx, STATUS_CHANGE);
    }

    /** All their steps, as of when they were made; and their parcels. */
    static void retrace(TenantContext tx, List<PastOrder> orders, Actor actor) {
        steps(orders, actor).with(STATUS_CHANGE.CHANGED_AT, PastOrder.Step::at).write(tx, STATUS_CHANGE);
        insertFulfilments(
                tx, orders.stream().filter(past -> past.sentAt() != null).toList());
    }

    private static Rows<PastOrder.Step> steps(List<PastOrder> orders, Actor actor) {
        return Rows.of(orders.stream().flatMap(past -> past.steps().stream()).toList())
                .with(STATUS_CHANGE.ORDER_ID, PastOrder.Step::order)
                .with(STATUS_CHANGE.AXIS, PastOrder.Step::axis)
                .with(STATUS_CHANGE.STEP, PastOrder.Step::number)
                .with(STATUS_CHANGE.FROM_STATUS, PastOrder.Step::from)
                .with(STATUS_CHANGE.EVENT, PastOrder.Step::event)
                .with(STATUS_CHANGE.TO_STATUS, PastOrder.Step::to)
                .with(STATUS_CHANGE.REASON, PastOrder.Step::reason)
                .with(STATUS_CHANGE.ACTOR, step -> actor.name());
    }

    private static void insertFulfilments(TenantContext tx, List<PastOrder> sent) {
        if (sent.isEmpty()) {
            return;
        }
        List<Parcel> parcels = sent.stream()
                .map(past -> new Parcel(new Fulfilment.Id(Uuid7.next()), past))
                .toList();
        Rows.of(parcels)
                .with(FULFILMENT.ID, Parcel::id)
                .with(FULFILMENT.ORDER_ID, parcel -> parcel.past().id())
                .with(FULFILMENT.SHIPPED_AT, parcel -> parcel.past().sentAt())
                .with(FULFILMENT.DELIVERED_AT, parcel -> parcel.past().deliveredAt())
                .write(tx, FULFILMENT);
        List<Packed> packed = parcels.stream()
                .flatMap(parcel -> parcel.past().order().lines().stream().map(line -> new Packed(parcel, line)))
                .toList();
        Rows.of(packed)
                .with(FULFILMENT_LINE.FULFILMENT_ID, each -> each.parcel().id())
                .with(FULFILMENT_LINE.ORDER_ID, each -> each.parcel().past().id())
                .with(FULFILMENT_LINE.LINE_ID, each -> each.line().id())
                .with(FULFILMENT_LINE.QUANTITY, each -> each.line().quantity())
                .write(tx, FULFILMENT_LINE);
    }
}
