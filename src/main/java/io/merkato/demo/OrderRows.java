package io.merkato.demo;

import static io.merkato.jooq.customer.Tables.ACTIVITY;
import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_COUNTER;
import static io.merkato.jooq.ordering.Tables.ORDER_DISCOUNT;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE_STOCK;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_ITEM;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.merkato.customer.CustomerActivityKind;
import io.merkato.ledger.Transfer;
import io.merkato.ordering.Discount;
import io.merkato.ordering.NamedText;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import io.merkato.ordering.OrderStatus;
import io.merkato.payment.PaymentSecrets;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The orders of a demo tenant, with what became of each. */
final class OrderRows {

    /** The number before the first order's. */
    private static final long BEFORE_FIRST = 1000;

    private final DemoIds ids;
    private final Set<String> logins;
    private final OrderCourses courses;
    private final OrderStock stock;
    private final CouponUses uses;
    private final Rows orders = new Rows(ORDER);
    private final Rows lines = new Rows(ORDER_LINE);
    private final Rows pieces = new Rows(ORDER_LINE_STOCK);
    private final Rows discounts = new Rows(ORDER_DISCOUNT);
    private final Rows activities = new Rows(ACTIVITY);
    private long number = BEFORE_FIRST;

    private OrderRows(TenantContext tenant, DemoShop demo) {
        this.ids = demo.ids();
        this.logins = demo.shop().customers().stream().map(Shop.Customer::email).collect(Collectors.toSet());
        this.stock = new OrderStock(demo);
        this.courses = new OrderCourses(tenant, demo, stock);
        this.uses = new CouponUses(ids);
    }

    /** @return what the ledger has to be told of them */
    static List<Transfer> write(
            TenantContext tenant, DemoShop demo, List<OrderFigures.Reckoned> reckoned, PaymentSecrets secrets) {
        var rows = new OrderRows(tenant, demo);
        reckoned.forEach(rows::add);
        var counter = new Rows(ORDER_COUNTER);
        counter.next().set(ORDER_COUNTER.LAST_NUMBER, rows.number);
        List.of(counter, rows.orders, rows.lines, rows.pieces, rows.discounts, rows.activities)
                .forEach(each -> each.insert(tenant));
        rows.courses.insert(tenant);
        rows.courses.throughAccounts.insert(tenant, secrets);
        rows.stock.insert(tenant);
        rows.uses.insert(tenant);
        sellOfFlashSales(tenant);
        rows.courses.transfers.addAll(rows.courses.points.write());
        return rows.courses.transfers;
    }

    private void add(OrderFigures.Reckoned reckoned) {
        NewOrder order = reckoned.order();
        OrderCourse course = courses.of(reckoned);
        orders.next()
                .set(ORDER.ID, order.id().value())
                .set(ORDER.NUMBER, ++number)
                .set(ORDER.STORE_ID, order.storeId().value())
                .set(ORDER.CHANNEL, order.channel())
                .set(ORDER.SOURCE, order.source() instanceof Order.Source source ? source.name() : null)
                .set(ORDER.SOURCE_REFERENCE, order.source() instanceof Order.Source source ? source.reference() : null)
                .set(
                        ORDER.CUSTOMER_ID,
                        order.customerId() == null ? null : order.customerId().value())
                .set(ORDER.EMAIL, order.email())
                .set(ORDER.PHONE, order.phone())
                .set(ORDER.LOCALE, order.locale().toLanguageTag())
                .set(ORDER.CURRENCY, order.currency().getCurrencyCode())
                .set(ORDER.PRICES_INCLUDE_TAX, order.pricesIncludeTax())
                .set(ORDER.SHIPPING_ADDRESS, reckoned.address())
                .set(ORDER.SHIPPING_METHOD, order.shippingMethod())
                .set(ORDER.NOTE, order.note())
                .set(ORDER.SUBTOTAL, order.totals().subtotal().withoutCurrency())
                .set(ORDER.SHIPPING, order.shipping().subtotal().withoutCurrency())
                .set(ORDER.SHIPPING_DISCOUNT, order.shipping().discount().withoutCurrency())
                .set(ORDER.SHIPPING_TAX_RATE, rate(order.shippingTax()))
                .set(ORDER.SHIPPING_TAX, order.shipping().tax().withoutCurrency())
                .set(ORDER.DISCOUNT, order.totals().discount().withoutCurrency())
                .set(ORDER.TAX, order.totals().tax().withoutCurrency())
                .set(ORDER.TOTAL, order.totals().total().withoutCurrency())
                .set(ORDER.PAID, course.paid().withoutCurrency())
                .set(ORDER.REFUNDED, course.refunded().withoutCurrency())
                .set(ORDER.PROVIDER_REFUNDED, course.refundedByProviders().withoutCurrency())
                .set(ORDER.RETURNED, course.returned().withoutCurrency())
                .set(ORDER.STATUS, course.status("ORDER"))
                .set(ORDER.STATUS_STEP, course.step("ORDER"))
                .set(ORDER.PAYMENT_STATUS, course.status("PAYMENT"))
                .set(ORDER.PAYMENT_STEP, course.step("PAYMENT"))
                .set(ORDER.FULFILMENT_STATUS, course.status("FULFILMENT"))
                .set(ORDER.FULFILMENT_STEP, course.step("FULFILMENT"))
                .set(ORDER.PLACED_AT, order.placedAt())
                .set(ORDER.CANCELLED_AT, course.cancelledAt())
                .set(ORDER.CANCEL_REASON, course.cancelReason())
                .set(ORDER.VERSION, course.version())
                .set(ORDER.CREATED_AT, order.placedAt())
                .set(ORDER.UPDATED_AT, course.updatedAt());
        for (int i = 0; i < order.lines().size(); i++) {
            line(order, i, course);
        }
        discounts(order, null, order.shipping().discounts());
        uses.add(order, reckoned.coupons(), course.cancelledAt());
        if (order.customerId() != null && order.email() != null && logins.contains(order.email())) {
            bought(order, order.customerId().value());
        }
    }

    private void line(NewOrder order, int position, OrderCourse course) {
        NewOrder.Line line = order.lines().get(position);
        lines.next()
                .set(ORDER_LINE.ID, line.id().value())
                .set(ORDER_LINE.ORDER_ID, order.id().value())
                .set(ORDER_LINE.POSITION, position)
                .set(
                        ORDER_LINE.VARIANT_ID,
                        line.variantId() == null ? null : line.variantId().value())
                .set(
                        ORDER_LINE.PRODUCT_ID,
                        line.productId() == null ? null : line.productId().value())
                .set(ORDER_LINE.SKU, line.sku())
                .set(ORDER_LINE.NAME, line.name())
                .set(ORDER_LINE.OPTIONS, named(line.options()))
                .set(ORDER_LINE.PROPERTIES, named(line.properties()))
                .set(ORDER_LINE.QUANTITY, line.quantity())
                .set(ORDER_LINE.LIST_PRICE, line.listPrice().withoutCurrency())
                .set(ORDER_LINE.UNIT_PRICE, line.unitPrice().withoutCurrency())
                .set(ORDER_LINE.PRICE_SOURCE, line.priceSource())
                .set(
                        ORDER_LINE.FLASH_SALE_ITEM_ID,
                        line.flashSaleItemId() == null
                                ? null
                                : line.flashSaleItemId().value())
                .set(ORDER_LINE.DISCOUNT, line.amounts().discount().withoutCurrency())
                .set(ORDER_LINE.TAX_NAME, line.tax() instanceof OrderLine.Tax tax ? tax.name() : null)
                .set(ORDER_LINE.TAX_RATE, rate(line.tax()))
                .set(ORDER_LINE.TAX, line.amounts().tax().withoutCurrency())
                .set(ORDER_LINE.TOTAL, line.amounts().total().withoutCurrency())
                .set(ORDER_LINE.REQUIRES_SHIPPING, line.requiresShipping())
                .set(ORDER_LINE.FULFILLED, course.fulfilled(line))
                .set(ORDER_LINE.RETURNED, course.returned(line))
                .set(ORDER_LINE.RETURNED_AMOUNT, course.returnedAmount(line).withoutCurrency())
                .set(ORDER_LINE.RETURNED_TAX, course.returnedTax(line).withoutCurrency());
        line.stock()
                .forEach((variant, each) -> pieces.next()
                        .set(ORDER_LINE_STOCK.ORDER_ID, order.id().value())
                        .set(ORDER_LINE_STOCK.LINE_ID, line.id().value())
                        .set(ORDER_LINE_STOCK.VARIANT_ID, variant.value())
                        .set(ORDER_LINE_STOCK.QUANTITY, each));
        discounts(order, line.id().value(), line.amounts().discounts());
    }

    /** As many as were ordered, but for cancelled orders. */
    private static void sellOfFlashSales(TenantContext tenant) {
        tenant.sql()
                .update(FLASH_SALE_ITEM)
                .set(
                        FLASH_SALE_ITEM.SOLD,
                        select(coalesce(sum(ORDER_LINE.QUANTITY), BigDecimal.ZERO)
                                        .cast(FLASH_SALE_ITEM.SOLD))
                                .from(ORDER_LINE)
                                .join(ORDER)
                                .on(tenant.owns(ORDER))
                                .and(ORDER.ID.eq(ORDER_LINE.ORDER_ID))
                                .and(ORDER.STATUS.ne(OrderStatus.CANCELLED))
                                .where(tenant.owns(ORDER_LINE))
                                .and(ORDER_LINE.FLASH_SALE_ITEM_ID.eq(FLASH_SALE_ITEM.ID)))
                .where(tenant.owns(FLASH_SALE_ITEM))
                .execute();
    }

    private void discounts(NewOrder order, @Nullable UUID line, List<Discount> all) {
        for (Discount discount : all) {
            discounts
                    .next()
                    .set(ORDER_DISCOUNT.ID, ids.at(order.placedAt(), "order discount", "" + line, discount.code()))
                    .set(ORDER_DISCOUNT.ORDER_ID, order.id().value())
                    .set(ORDER_DISCOUNT.LINE_ID, line)
                    .set(ORDER_DISCOUNT.CODE, discount.code())
                    .set(ORDER_DISCOUNT.AMOUNT, discount.amount().withoutCurrency());
        }
    }

    private void bought(NewOrder order, UUID customer) {
        Instant at = order.placedAt();
        activities
                .next()
                .set(ACTIVITY.ID, ids.at(at, "activity", CustomerActivityKind.ORDER_PLACED.name()))
                .set(ACTIVITY.CUSTOMER_ID, customer)
                .set(ACTIVITY.KIND, CustomerActivityKind.ORDER_PLACED)
                .set(ACTIVITY.SUBJECT, order.id().text())
                .set(ACTIVITY.AT, at);
    }

    private static List<Map<String, String>> named(List<NamedText> texts) {
        return texts.stream()
                .map(text -> Map.of("name", text.name(), "value", text.value()))
                .toList();
    }

    private static long rate(OrderLine.@Nullable Tax tax) {
        return tax == null ? 0 : tax.rate().partsPerMillion();
    }
}
