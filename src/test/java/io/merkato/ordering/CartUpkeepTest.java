package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.tenancy.TenantUpkeep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** How long carts are kept. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CartUpkeepTest {

    private final OrderShop shop;
    private final CartUpkeep upkeep;
    private final TenantUpkeep customers;

    CartUpkeepTest(Merchants merchants, Client client, CartUpkeep upkeep, ApplicationContext beans) {
        this.shop = new OrderShop(merchants, client);
        this.upkeep = upkeep;
        this.customers = beans.getBean("customerUpkeep", TenantUpkeep.class);
    }

    @Test
    void a_cart_that_nobody_touches_expires_and_gives_back_what_was_reserved() throws SQLException {
        shop.stockMode("RESERVE_ON_CART");
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket old = shop.basket(cup, 2);
        OrderShop.Basket young = shop.basket(cup, 1);
        change("expires_at = now() - interval '1 second'", old.cart());
        change("expires_at = now() + interval '1 minute'", young.cart());

        upkeep.tidy(shop.tenant);

        assertThat(old.read("status lines { quantity }").toString())
                .isEqualTo("{\"status\":\"EXPIRED\",\"lines\":[{\"quantity\":2}]}");
        assertThat(young.read("status").get("status").asString()).isEqualTo("OPEN");
        assertThat(shop.stock(cup)).isEqualTo("5 on hand, 1 reserved");
        assertThat(OrderShop.refusals(old.tries())).isEqualTo(List.of("CONFLICT input.cartId"));
    }

    @Test
    void a_cart_that_somebody_is_at_is_left_until_they_are_done() throws SQLException {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket held = shop.basket(cup, 1);
        OrderShop.Basket left = shop.basket(cup, 1);
        change("expires_at = now() - interval '1 second'", held.cart());
        change("expires_at = now() - interval '1 second'", left.cart());

        try (Connection somebody = TestDatabase.superuser()) {
            somebody.setAutoCommit(false);
            somebody.createStatement().execute("select from ordering.cart where " + is(held.cart()) + " for update");
            upkeep.tidy(shop.tenant);
        }

        assertThat(cart(held).get("status").asString()).isEqualTo("OPEN");
        assertThat(cart(left).get("status").asString()).isEqualTo("EXPIRED");
        upkeep.tidy(shop.tenant);
        assertThat(cart(held).get("status").asString()).isEqualTo("EXPIRED");
    }

    @Test
    void what_ended_is_gone_ninety_days_later_and_what_was_bought_or_is_open_stays() throws SQLException {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket gone = shop.basket(cup, 1);
        OrderShop.Basket merged = shop.basket(cup, 1);
        OrderShop.Basket ended = shop.basket(cup, 1);
        OrderShop.Basket bought = shop.basket(cup, 1);
        OrderShop.Basket open = shop.basket(cup, 1);
        bought.order();
        change("status = 'EXPIRED', updated_at = now() - interval '2160 hours 1 minute'", gone.cart());
        change("status = 'MERGED', updated_at = now() - interval '2160 hours 1 minute'", merged.cart());
        change("status = 'EXPIRED', updated_at = now() - interval '2159 hours'", ended.cart());
        change("updated_at = now() - interval '1 year'", bought.cart());
        change("updated_at = now() - interval '1 year'", open.cart());

        upkeep.tidy(shop.tenant);

        for (OrderShop.Basket basket : List.of(gone, merged)) {
            assertThat(cart(basket).isNull()).isTrue();
        }
        assertThat(cart(ended).get("status").asString()).isEqualTo("EXPIRED");
        assertThat(cart(bought).get("status").asString()).isEqualTo("COMPLETED");
        assertThat(cart(open).get("status").asString()).isEqualTo("OPEN");
    }

    @Test
    void more_than_a_batch_expires_in_one_night() throws SQLException {
        String cup = shop.variant("CUP", "100", 5);
        OrderShop.Basket one = shop.basket(cup, 1);
        run("insert into ordering.cart (tenant_id, id, store_id, channel, customer_id, currency, locale, expires_at)"
                + " select tenant_id, gen_random_uuid(), store_id, channel, customer_id, currency, locale, now() - interval '1 day'"
                + " from ordering.cart, generate_series(1, 450) where " + is(one.cart()));

        upkeep.tidy(shop.tenant);

        assertThat(one.guest()
                        .data("{ viewer { customer { carts(first: 1) { totalCount } } } }")
                        .at("/viewer/customer/carts/totalCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_draft_is_kept_for_a_year_and_the_log_says_that_it_expired() throws SQLException {
        String cup = shop.variant("CUP", "100", 5);
        JsonNode draft = shop.does("draftOrderCreate(input: {storeId: \"" + store() + "\", lines: [{variantId: \"" + cup
                        + "\", quantity: 2}]}) { cart { id createdAt expiresAt } %s }")
                .get("cart");
        assertThat(kept(draft))
                .isBetween(
                        Duration.ofDays(365).minusMinutes(1),
                        Duration.ofDays(365).plusMinutes(1));
        String id = draft.get("id").asString();
        JsonNode changed = shop.does("cartUpdate(id: \"" + id
                        + "\", input: {note: \"By phone\"}) { cart { createdAt expiresAt } %s }")
                .get("cart");
        assertThat(kept(changed)).isGreaterThan(Duration.ofDays(365).minusMinutes(1));

        change("expires_at = now()", id);
        upkeep.tidy(shop.tenant);
        change("updated_at = now() - interval '91 days'", id);
        upkeep.tidy(shop.tenant);

        assertThat(shop.owner
                        .data("{ node(id: \"" + id + "\") { id } }")
                        .get("node")
                        .isNull())
                .isTrue();
        assertThat(logged(id)).containsExactly("cartUpkeep", "cartUpkeep", "cartUpdate", "draftOrderCreate");
    }

    @Test
    void a_draft_stays_where_the_customer_it_was_for_is_gone() throws SQLException {
        String cup = shop.variant("CUP", "100", 5);
        String customer = shop.does("customerCreate(input: {givenName: \"Almaz\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        String id = shop.does("draftOrderCreate(input: {storeId: \"" + store() + "\", customerId: \"" + customer
                        + "\", lines: [{variantId: \"" + cup + "\", quantity: 2}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        String ended = shop.does("draftOrderCreate(input: {storeId: \"" + store() + "\", customerId: \"" + customer
                        + "\", lines: [{variantId: \"" + cup + "\", quantity: 2}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        run("update ordering.cart set status = 'EXPIRED' where id = '" + TypeId.parse("cart", ended) + "'");
        OrderShop.Basket theirs = shop.basket(cup, 1);
        shop.does("customerDelete(id: \"" + customer + "\") { %s }");
        String guest = shop.owner
                .data("{ cart(id: \"" + theirs.cart() + "\") { customer { id } } }")
                .at("/cart/customer/id")
                .asString();
        shop.does("customerDelete(id: \"" + guest + "\") { %s }");
        run(
                "update customer.customer set deleted_at = now() - interval '91 days' where deleted_at is not null and id in ('"
                        + TypeId.parse("customer", customer) + "', '" + TypeId.parse("customer", guest) + "')");

        customers.tidy(shop.tenant);

        assertThat(shop.owner
                        .data("{ cart(id: \"" + id
                                + "\") { status version customer { id } lines { quantity } } node(id: \""
                                + theirs.cart()
                                + "\") { id } ended: node(id: \"" + ended + "\") { id } }")
                        .toString())
                .isEqualTo(
                        "{\"cart\":{\"status\":\"OPEN\",\"version\":2,\"customer\":null,\"lines\":[{\"quantity\":2}]},\"node\":null,\"ended\":null}");
        assertThat(logged(id)).containsExactly("customerUpkeep", "draftOrderCreate");
    }

    @Test
    void a_shoppers_cart_is_kept_for_thirty_days_after_its_last_change() {
        String cup = shop.variant("CUP", "100", 5);

        assertThat(kept(shop.basket(cup, 1).read("createdAt expiresAt")))
                .isBetween(
                        Duration.ofDays(30).minusMinutes(1), Duration.ofDays(30).plusMinutes(1));
    }

    private List<String> logged(String id) {
        return shop.owner
                .data("{ auditLog(first: 9, where: {targetId: {eq: \"" + id + "\"}}) { nodes { action } } }")
                .at("/auditLog/nodes")
                .valueStream()
                .map(entry -> entry.get("action").asString())
                .toList();
    }

    private static Duration kept(JsonNode cart) {
        return Duration.between(
                Instant.parse(cart.get("createdAt").asString()),
                Instant.parse(cart.get("expiresAt").asString()));
    }

    private static JsonNode cart(OrderShop.Basket basket) {
        return basket.guest()
                .data("{ cart(id: \"" + basket.cart() + "\") { status } }")
                .get("cart");
    }

    private String store() {
        return shop.owner
                .data("{ stores(first: 1) { nodes { id } } }")
                .at("/stores/nodes/0/id")
                .asString();
    }

    private static void change(String change, String cart) throws SQLException {
        run("update ordering.cart set " + change + " where " + is(cart));
    }

    private static String is(String cart) {
        return "id = '" + TypeId.parse("cart", cart) + "'";
    }

    private static void run(String statement) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().executeUpdate(statement);
        }
    }
}
