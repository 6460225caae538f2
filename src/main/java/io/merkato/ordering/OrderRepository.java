package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_REVISION;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.customer.Customer;
import io.merkato.money.MinorUnits;
import io.merkato.store.Store;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Orders without their parts. */
@Repository
class OrderRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            ORDER.ID,
            ORDER.NUMBER,
            ORDER.STORE_ID,
            ORDER.CHANNEL,
            ORDER.SOURCE,
            ORDER.SOURCE_REFERENCE,
            ORDER.CUSTOMER_ID,
            ORDER.EMAIL,
            ORDER.PHONE,
            ORDER.LOCALE,
            ORDER.CURRENCY,
            ORDER.SUBTOTAL,
            ORDER.SHIPPING,
            ORDER.DISCOUNT,
            ORDER.TAX,
            ORDER.TOTAL,
            ORDER.PRICES_INCLUDE_TAX,
            ORDER.SHIPPING_ADDRESS,
            ORDER.BILLING_ADDRESS,
            ORDER.SHIPPING_METHOD,
            ORDER.NOTE,
            ORDER.STATUS,
            ORDER.PAYMENT_STATUS,
            ORDER.FULFILMENT_STATUS,
            ORDER.PAID,
            ORDER.REFUNDED,
            ORDER.RETURNED,
            ORDER.PLACED_AT,
            ORDER.CANCELLED_AT,
            ORDER.CANCEL_REASON,
            ORDER.UPDATED_AT,
            ORDER.VERSION);
    private static final List<SortField<?>> NEWEST_FIRST = List.of(ORDER.PLACED_AT.desc(), ORDER.ID.desc());

    private final Pages pages;
    private final Template<OfEach, Object> ofEach =
            new Template<>((tenant, asked) -> Template.Query.of(ofEach(tenant, asked), FIELDS));
    private static final Template<ById, Object> BY_ID = new Template<>((tenant, asked) -> Template.Query.of(
            tenant.sql().select(FIELDS).from(ORDER).where(tenant.owns(ORDER)).and(Sql.isAny(ORDER.ID, asked.ids()))));

    OrderRepository(Pages pages) {
        this.pages = pages;
    }

    static Order order(Record row) {
        Currency currency = row.get(ORDER.CURRENCY);
        return new Order(
                row.get(ORDER.ID),
                row.get(ORDER.NUMBER),
                row.get(ORDER.STORE_ID),
                row.get(ORDER.CHANNEL),
                source(row.get(ORDER.SOURCE), row.get(ORDER.SOURCE_REFERENCE)),
                row.get(ORDER.CUSTOMER_ID),
                row.get(ORDER.EMAIL),
                row.get(ORDER.PHONE),
                row.get(ORDER.LOCALE),
                new Totals(
                        row.get(ORDER.SUBTOTAL).in(currency),
                        row.get(ORDER.SHIPPING).in(currency),
                        row.get(ORDER.DISCOUNT).in(currency),
                        row.get(ORDER.TAX).in(currency),
                        row.get(ORDER.TOTAL).in(currency)),
                row.get(ORDER.PRICES_INCLUDE_TAX),
                row.get(ORDER.SHIPPING_ADDRESS),
                row.get(ORDER.BILLING_ADDRESS),
                row.get(ORDER.SHIPPING_METHOD),
                row.get(ORDER.NOTE),
                row.get(ORDER.STATUS),
                row.get(ORDER.PAYMENT_STATUS),
                row.get(ORDER.FULFILMENT_STATUS),
                row.get(ORDER.PAID).in(currency),
                row.get(ORDER.REFUNDED).in(currency),
                row.get(ORDER.RETURNED).in(currency),
                row.get(ORDER.PLACED_AT),
                row.get(ORDER.CANCELLED_AT),
                row.get(ORDER.CANCEL_REASON),
                row.get(ORDER.UPDATED_AT),
                row.get(ORDER.VERSION));
    }

    private static Order.@Nullable Source source(@Nullable String name, @Nullable String reference) {
        return name == null || reference == null ? null : new Order.Source(name, reference);
    }

    Map<Order.Id, Order> byId(TenantContext tenant, Collection<Order.Id> ids) {
        return BY_ID.fetch(tenant, new ById(ids)).rows().intoMap(ORDER.ID, OrderRepository::order);
    }

    private record ById(Collection<Order.Id> ids) {}

    Optional<Order> findByNumber(TenantContext tenant, long number) {
        return tenant.sql()
                .select(FIELDS)
                .from(ORDER)
                .where(tenant.owns(ORDER))
                .and(ORDER.NUMBER.eq(number))
                .fetchOptional(OrderRepository::order);
    }

    Optional<Store.Id> findStore(TenantContext tenant, Order.Id id) {
        return tenant.sql()
                .select(ORDER.STORE_ID)
                .from(ORDER)
                .where(tenant.owns(ORDER))
                .and(ORDER.ID.eq(id))
                .fetchOptional(ORDER.STORE_ID);
    }

    /** Whether nothing of it is still to be sent. */
    boolean isSent(TenantContext tx, Order.Id id) {
        return UNSENT.fetch(tx, new Locked(id)).rows().isEmpty();
    }

    private static final Template<Locked, Object> UNSENT = new Template<>((tx, asked) -> Template.Query.of(tx.sql()
            .select(List.<SelectField<?>>of(ORDER_LINE.ID))
            .from(ORDER_LINE)
            .where(tx.owns(ORDER_LINE))
            .and(ORDER_LINE.ORDER_ID.eq(asked.id()))
            .and(ORDER_LINE.FULFILLED.lt(ORDER_LINE.QUANTITY))
            .limit(inline(1))));

    /** Locked until the transaction ends. */
    Optional<Order> lock(TenantContext tx, Order.Id id) {
        return LOCKED.fetch(tx, new Locked(id)).rows().stream().findFirst().map(OrderRepository::order);
    }

    private record Locked(Order.Id id) {}

    private static final Template<Locked, Object> LOCKED = new Template<>((tx, asked) -> Template.Query.of(tx.sql()
            .select(FIELDS)
            .from(ORDER)
            .where(tx.owns(ORDER))
            .and(ORDER.ID.eq(asked.id()))
            .forUpdate()));

    /** The same of an order of this customer's: whoever asks for another's does not wait for it. */
    Optional<Order> lockOwn(TenantContext tx, Order.Id id, Customer.Id customer) {
        return OWN_LOCKED.fetch(tx, new OwnLocked(id, customer)).rows().stream()
                .findFirst()
                .map(OrderRepository::order);
    }

    private record OwnLocked(Order.Id id, Customer.Id customer) {}

    private static final Template<OwnLocked, Object> OWN_LOCKED =
            new Template<>((tx, asked) -> Template.Query.of(tx.sql()
                    .select(FIELDS)
                    .from(ORDER)
                    .where(tx.owns(ORDER))
                    .and(ORDER.CUSTOMER_ID.eq(asked.customer()))
                    .and(ORDER.ID.eq(asked.id()))
                    .forUpdate()));

    /** Several, in the order of their ids, so that two who want the same wait and do not stop each other. */
    Map<Order.Id, Order> lockAll(TenantContext tx, Collection<Order.Id> ids) {
        return tx.sql()
                .select(FIELDS)
                .from(ORDER)
                .where(tx.owns(ORDER))
                .and(Sql.isAny(ORDER.ID, ids))
                .orderBy(ORDER.ID)
                .forUpdate()
                .fetchMap(ORDER.ID, OrderRepository::order);
    }

    /** Those that staff have edited. */
    Set<Order.Id> edited(TenantContext tenant, Collection<Order.Id> ids) {
        return tenant.sql()
                .selectDistinct(ORDER_REVISION.ORDER_ID)
                .from(ORDER_REVISION)
                .where(tenant.owns(ORDER_REVISION))
                .and(Sql.isAny(ORDER_REVISION.ORDER_ID, ids))
                .fetchSet(ORDER_REVISION.ORDER_ID);
    }

    Connection<Order> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(ORDER).and(which);
        String list = tenant.id() + " orders";
        List<Record> rows = noCondition().equals(which)
                ? LISTED.fetch(tenant, Listed.of(page, pages.before(list, NEWEST_FIRST, page)))
                        .rows()
                : pages.slice(list, tenant.sql().select(FIELDS).from(ORDER).where(all), NEWEST_FIRST, page)
                        .fetch();
        return pages.connection(list, rows, NEWEST_FIRST, page, OrderRepository::order)
                .counted(tenant.sql(), selectOne().from(ORDER).where(all));
    }

    /** @param placedAt of the order before the page, with its id; null where the page begins at an end */
    private record Listed(PageArgs page, @Nullable Instant placedAt, Order.@Nullable Id id) {

        static Listed of(PageArgs page, List<Object> before) {
            page.size(); // refuses what is no page
            return before.isEmpty()
                    ? new Listed(page, null, null)
                    : new Listed(page.fromTheEnd(), (Instant) before.get(0), (Order.Id) before.get(1));
        }

        List<Object> before() {
            return placedAt == null || id == null ? List.of() : List.of(placedAt, id);
        }
    }

    /** All of them. */
    private static final Template<Listed, Object> LISTED = new Template<>((tenant, asked) -> Template.Query.of(
            Pages.slice(
                    tenant.sql().select(FIELDS).from(ORDER).where(tenant.owns(ORDER)),
                    NEWEST_FIRST,
                    asked.page(),
                    asked.before()),
            FIELDS));

    Map<Customer.Id, Connection<Order>> pageOf(TenantContext tenant, Collection<Customer.Id> customers, PageArgs page) {
        var asked = new OfEach(customers, page);
        var answer = page.isFromOneEnd() ? ofEach.fetch(tenant, asked) : ofEach.fetchUnkept(tenant, asked);
        return each(tenant).pages(customers, answer.rows(), page, OrderRepository::order);
    }

    private record OfEach(Collection<Customer.Id> customers, PageArgs page) {}

    private Select<Record> ofEach(TenantContext tenant, OfEach asked) {
        return each(tenant).whole(asked.customers(), tenant.sql().select(FIELDS).from(ORDER), asked.page());
    }

    Map<Customer.Id, Integer> countOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return each(tenant).count(customers);
    }

    private PageOfEach<Customer.Id, Order.Id> each(TenantContext tenant) {
        return new PageOfEach<>(tenant, pages, "customerOrders", ORDER, ORDER.CUSTOMER_ID, ORDER.ID, NEWEST_FIRST);
    }

    /** What there is by these sources and references. */
    Map<Order.Source, RecordedOrder.Known> known(TenantContext tenant, Collection<Order.Source> sources) {
        Rows<Order.Source> asked = Rows.of(sources)
                .with(ORDER.SOURCE, Order.Source::name)
                .with(ORDER.SOURCE_REFERENCE, Order.Source::reference);
        return tenant.sql()
                .select(ORDER.SOURCE, ORDER.SOURCE_REFERENCE, ORDER.ID, ORDER.SOURCE_DIGEST)
                .from(ORDER)
                .join(asked.table())
                .on(
                        ORDER.SOURCE.eq(asked.get(ORDER.SOURCE)),
                        ORDER.SOURCE_REFERENCE.eq(asked.get(ORDER.SOURCE_REFERENCE)))
                .where(tenant.owns(ORDER))
                .fetchMap(
                        row -> new Order.Source(row.value1(), row.value2()),
                        row -> new RecordedOrder.Known(row.value3(), Objects.requireNonNullElse(row.value4(), "")));
    }

    void say(TenantContext tx, Order.Id id, OrderUpdate.Said said, Instant at) {
        tx.sql()
                .update(ORDER)
                .set(ORDER.EMAIL, said.email())
                .set(ORDER.PHONE, said.phone())
                .set(ORDER.SHIPPING_ADDRESS, said.shippingAddress())
                .set(ORDER.BILLING_ADDRESS, said.billingAddress())
                .set(ORDER.NOTE, said.note())
                .set(ORDER.VERSION, ORDER.VERSION.plus(1))
                .set(ORDER.UPDATED_AT, at)
                .where(tx.owns(ORDER))
                .and(ORDER.ID.eq(id))
                .execute();
    }

    /** Locked until the transaction ends. */
    void lockOf(TenantContext tx, Customer.Id customer) {
        tx.sql()
                .select(ORDER.ID)
                .from(ORDER)
                .where(tx.owns(ORDER))
                .and(ORDER.CUSTOMER_ID.eq(customer))
                .orderBy(ORDER.ID)
                .forNoKeyUpdate()
                .execute();
    }

    /** Those of them who have paid for anything. */
    Set<Customer.Id> havePaid(TenantContext tenant, Collection<Customer.Id> customers) {
        return tenant.sql()
                .selectDistinct(ORDER.CUSTOMER_ID)
                .from(ORDER)
                .where(tenant.owns(ORDER))
                .and(Sql.isAny(ORDER.CUSTOMER_ID, customers))
                .and(ORDER.PAID.gt(MinorUnits.ZERO))
                .fetchSet(ORDER.CUSTOMER_ID);
    }

    List<BoughtGoods> goodsOf(TenantContext tenant, Collection<Order.Id> orders) {
        return tenant.sql()
                .select(
                        ORDER_LINE.ORDER_ID,
                        ORDER_LINE.ID,
                        ORDER_LINE.PRODUCT_ID,
                        ORDER_LINE.QUANTITY.minus(ORDER_LINE.RETURNED),
                        ORDER_LINE.TOTAL.minus(ORDER_LINE.RETURNED_AMOUNT),
                        ORDER.CURRENCY)
                .from(ORDER_LINE)
                .join(ORDER)
                .on(tenant.owns(ORDER), ORDER.ID.eq(ORDER_LINE.ORDER_ID))
                .where(tenant.owns(ORDER_LINE))
                .and(Sql.isAny(ORDER_LINE.ORDER_ID, orders))
                .orderBy(ORDER_LINE.ORDER_ID, ORDER_LINE.POSITION)
                .fetch(row -> new BoughtGoods(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5().in(row.value6())));
    }
}
