package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART;
import static io.merkato.jooq.ordering.Tables.CART_LINE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.customer.Customer;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Carts and their lines. */
@Repository
class CartRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            CART.ID,
            CART.STORE_ID,
            CART.CHANNEL,
            CART.CUSTOMER_ID,
            CART.DRAFT,
            CART.CURRENCY,
            CART.LOCALE,
            CART.EMAIL,
            CART.PHONE,
            CART.NOTE,
            CART.COUPON_CODES,
            CART.LOYALTY_POINTS,
            CART.SHIPPING_ADDRESS,
            CART.BILLING_ADDRESS,
            CART.SHIPPING_METHOD_ID,
            CART.STATUS,
            CART.ORDER_ID,
            CART.EXPIRES_AT,
            CART.CREATED_AT,
            CART.UPDATED_AT,
            CART.VERSION);
    private static final Field<BigDecimal> PIECES = field(
                    select(coalesce(sum(CART_LINE.QUANTITY), inline(BigDecimal.ZERO)))
                            .from(CART_LINE)
                            .where(CART_LINE.TENANT_ID.eq(CART.TENANT_ID))
                            .and(CART_LINE.CART_ID.eq(CART.ID)))
            .as("pieces");
    private static final List<SelectField<?>> SUMMARY =
            Stream.concat(FIELDS.stream(), Stream.of(PIECES)).toList();
    private static final List<SortField<?>> LATEST_FIRST = List.of(CART.UPDATED_AT.desc(), CART.ID.desc());

    private final Pages pages;

    CartRepository(Pages pages) {
        this.pages = pages;
    }

    private static Cart cart(Record row) {
        return new Cart(
                row.get(CART.ID),
                row.get(CART.STORE_ID),
                row.get(CART.CHANNEL),
                row.get(CART.CUSTOMER_ID),
                row.get(CART.DRAFT),
                row.get(CART.CURRENCY),
                row.get(CART.LOCALE),
                row.get(CART.EMAIL),
                row.get(CART.PHONE),
                row.get(CART.NOTE),
                List.of(row.get(CART.COUPON_CODES)),
                row.get(CART.LOYALTY_POINTS),
                row.get(CART.SHIPPING_ADDRESS),
                row.get(CART.BILLING_ADDRESS),
                row.get(CART.SHIPPING_METHOD_ID),
                row.get(CART.STATUS),
                row.get(CART.ORDER_ID),
                row.get(CART.EXPIRES_AT),
                row.get(CART.CREATED_AT),
                row.get(CART.UPDATED_AT),
                row.get(CART.VERSION));
    }

    private static CartSummary summary(Record row) {
        return new CartSummary(cart(row), row.get(PIECES).longValueExact());
    }

    Map<Cart.Id, Cart> byId(TenantContext tenant, Collection<Cart.Id> ids) {
        return BY_ID.fetch(tenant, new ById(ids)).rows().intoMap(CART.ID, CartRepository::cart);
    }

    private record ById(Collection<Cart.Id> ids) {}

    private static final Template<ById, Object> BY_ID = new Template<>((tenant, asked) -> Template.Query.of(
            tenant.sql().select(FIELDS).from(CART).where(tenant.owns(CART)).and(Sql.isAny(CART.ID, asked.ids()))));

    Optional<Cart> find(TenantContext tenant, CartSight sight, Cart.Id id) {
        return tenant.sql()
                .select(FIELDS)
                .from(CART)
                .where(tenant.owns(CART))
                .and(sight.condition())
                .and(CART.ID.eq(id))
                .fetchOptional(CartRepository::cart);
    }

    /** The cart as it is within the transaction. */
    Cart now(TenantContext tx, Cart.Id id) {
        return Objects.requireNonNull(byId(tx, List.of(id)).get(id));
    }

    /** A new one. */
    Cart insert(TenantContext tx, CartOpening.Request request, Instant expiresAt) {
        return tx.sql()
                .insertInto(CART)
                .set(CART.TENANT_ID, tx.id())
                .set(CART.ID, new Cart.Id(Uuid7.next()))
                .set(CART.STORE_ID, request.store().id())
                .set(CART.CHANNEL, request.channel())
                .set(CART.CUSTOMER_ID, request.customer())
                .set(CART.DRAFT, request.draft())
                .set(CART.CURRENCY, request.currency())
                .set(CART.LOCALE, request.locale())
                .set(CART.EMAIL, request.email())
                .set(CART.NOTE, request.note())
                .set(CART.EXPIRES_AT, expiresAt)
                .returning(FIELDS)
                .fetchSingle(CartRepository::cart);
    }

    /** The cart, locked before, as it is from now on. */
    Cart update(
            TenantContext tx,
            Cart.Id id,
            Map<Field<?>, @Nullable Object> columns,
            Instant updatedAt,
            Instant expiresAt) {
        return tx.sql()
                .update(CART)
                .set(columns)
                .set(CART.VERSION, CART.VERSION.plus(1))
                .set(CART.UPDATED_AT, updatedAt)
                .set(CART.EXPIRES_AT, expiresAt)
                .where(tx.owns(CART))
                .and(CART.ID.eq(id))
                .returning(FIELDS)
                .fetchSingle(CartRepository::cart);
    }

    /** Locked until the transaction ends. */
    Optional<Cart> lock(TenantContext tx, CartSight sight, Cart.Id id) {
        if (sight.customer() instanceof Customer.Id customer && !sight.reachesDrafts()) {
            return OWN_LOCKED.fetch(tx, new OwnLocked(id, customer)).rows().stream()
                    .findFirst()
                    .map(CartRepository::cart);
        }
        return tx.sql()
                .select(FIELDS)
                .from(CART)
                .where(tx.owns(CART))
                .and(sight.condition())
                .and(CART.ID.eq(id))
                .forUpdate()
                .fetchOptional(CartRepository::cart);
    }

    private record OwnLocked(Cart.Id id, Customer.Id customer) {}

    private static final Template<OwnLocked, Object> OWN_LOCKED =
            new Template<>((tx, asked) -> Template.Query.of(tx.sql()
                    .select(FIELDS)
                    .from(CART)
                    .where(tx.owns(CART))
                    .and(CartSight.own(asked.customer()))
                    .and(CART.ID.eq(asked.id()))
                    .forUpdate()));

    /** The carts of these customers that are open, drafts aside; locked until the transaction ends. */
    List<Cart> lockOpen(TenantContext tx, Collection<Customer.Id> customers) {
        return tx.sql()
                .select(FIELDS)
                .from(CART)
                .where(tx.owns(CART))
                .and(Sql.isAny(CART.CUSTOMER_ID, customers))
                .and(CART.DRAFT.isFalse())
                .and(CART.STATUS.eq(CartStatus.OPEN))
                .orderBy(CART.ID)
                .forUpdate()
                .fetch(CartRepository::cart);
    }

    /** Some that nobody else holds at the moment; locked until the transaction ends. */
    List<Cart> lockSome(TenantContext tx, Condition which, Field<Instant> oldest, int most) {
        return tx.sql()
                .select(FIELDS)
                .from(CART)
                .where(tx.owns(CART))
                .and(which)
                .orderBy(oldest)
                .limit(most)
                .forUpdate()
                .skipLocked()
                .fetch(CartRepository::cart);
    }

    List<Cart> lockOpenDraftsOf(TenantContext tx, Collection<Customer.Id> customers) {
        return tx.sql()
                .select(FIELDS)
                .from(CART)
                .where(tx.owns(CART))
                .and(CART.DRAFT.isTrue())
                .and(CART.STATUS.eq(CartStatus.OPEN))
                .and(Sql.isAny(CART.CUSTOMER_ID, customers))
                .orderBy(CART.ID)
                .forUpdate()
                .fetch(CartRepository::cart);
    }

    List<CartLine> lines(TenantContext tenant, Cart cart) {
        return lines(tenant, List.of(cart)).getOrDefault(cart.id(), List.of());
    }

    /** Of each cart, oldest first; a cart without any is not in the answer. */
    Map<Cart.Id, List<CartLine>> lines(TenantContext tenant, Collection<Cart> carts) {
        Map<Cart.Id, Currency> currencies = carts.stream().collect(toMap(Cart::id, Cart::currency));
        return LINES_OF.fetch(tenant, new LinesOf(currencies.keySet())).rows().stream()
                .map(row -> line(row, Objects.requireNonNull(currencies.get(row.get(CART_LINE.CART_ID)))))
                .collect(groupingBy(CartLine::cartId));
    }

    private record LinesOf(Collection<Cart.Id> carts) {}

    private static final Template<LinesOf, Object> LINES_OF =
            new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(
                            CART_LINE.ID,
                            CART_LINE.VARIANT_ID,
                            CART_LINE.QUANTITY,
                            CART_LINE.PROPERTIES,
                            CART_LINE.PRICE_OVERRIDE,
                            CART_LINE.SEEN_PRICE,
                            CART_LINE.CART_ID))
                    .from(CART_LINE)
                    .where(tenant.owns(CART_LINE))
                    .and(Sql.isAny(CART_LINE.CART_ID, asked.carts()))
                    .orderBy(CART_LINE.ID)));

    private static CartLine line(Record row, Currency currency) {
        return new CartLine(
                row.get(CART_LINE.ID),
                row.get(CART_LINE.CART_ID),
                row.get(CART_LINE.VARIANT_ID),
                row.get(CART_LINE.QUANTITY),
                row.get(CART_LINE.PROPERTIES),
                money(row.get(CART_LINE.PRICE_OVERRIDE), currency),
                money(row.get(CART_LINE.SEEN_PRICE), currency));
    }

    private static @Nullable Money money(@Nullable MinorUnits amount, Currency currency) {
        return amount == null ? null : amount.in(currency);
    }

    Connection<CartSummary> drafts(TenantContext tenant, Condition seen, PageArgs page) {
        Condition which = tenant.owns(CART).and(CART.DRAFT.isTrue()).and(seen);
        return pages.fetch(
                        tenant.id() + " draftOrders",
                        tenant.sql().select(SUMMARY).from(CART).where(which),
                        LATEST_FIRST,
                        page,
                        CartRepository::summary)
                .counted(tenant.sql(), selectOne().from(CART).where(which));
    }

    Map<Customer.Id, Connection<CartSummary>> pageOf(
            TenantContext tenant, Collection<Customer.Id> customers, PageArgs page) {
        return each(tenant).fetch(customers, SUMMARY, page, CartRepository::summary);
    }

    Map<Customer.Id, Integer> countOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return each(tenant).count(customers);
    }

    private PageOfEach<Customer.Id, Cart.Id> each(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "customerCarts",
                CART,
                CART.CUSTOMER_ID,
                CART.ID,
                LATEST_FIRST,
                CART.DRAFT.isFalse().and(CART.STATUS.eq(CartStatus.OPEN)));
    }

    /** The cart, locked before, became the order. */
    Cart complete(TenantContext tx, Cart.Id id, NewOrder order) {
        return cart(COMPLETED
                .fetch(tx, new Completed(id, order.id(), order.placedAt()))
                .rows()
                .getFirst());
    }

    private record Completed(Cart.Id id, Order.Id order, Instant at) {}

    private static final Template<Completed, Object> COMPLETED = new Template<>((tx, asked) -> Template.Query.ofChange(
            tx.sql()
                    .update(CART)
                    .set(CART.STATUS, CartStatus.COMPLETED)
                    .set(CART.ORDER_ID, asked.order())
                    .set(CART.VERSION, CART.VERSION.plus(1))
                    .set(CART.UPDATED_AT, asked.at())
                    .where(tx.owns(CART))
                    .and(CART.ID.eq(asked.id()))
                    .returning(FIELDS),
            FIELDS));
}
