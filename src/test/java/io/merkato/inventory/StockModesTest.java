package io.merkato.inventory;

import static io.merkato.jooq.platform.Tables.EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLContext;
import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.store.StoreCache;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a tenant's way of keeping stock does to a sale, what runs out and what runs low. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class StockModesTest {

    private static final int WORKERS = 16;

    private final Stock stock;
    private final QuantityAvailable quantities;
    private final StoreCache cache;
    private final StockUpkeep upkeep;
    private final Merchants merchants;
    private final Statements statements;

    StockModesTest(
            Stock stock,
            QuantityAvailable quantities,
            StoreCache cache,
            StockUpkeep upkeep,
            Merchants merchants,
            Statements statements) {
        this.stock = stock;
        this.quantities = quantities;
        this.cache = cache;
        this.upkeep = upkeep;
        this.merchants = merchants;
        this.statements = statements;
    }

    private Storeroom room(InventoryMode mode) {
        return new Storeroom(stock, merchants, mode);
    }

    @Test
    void nothing_stays_promised_by_a_mode_that_is_given_up_meanwhile() {
        Storeroom room = room(InventoryMode.RESERVE_ON_ORDER);
        var variant = room.variant("MEANWHILE");
        room.adjust("k", room.shop, Map.of(variant, 5));

        whilePromising(
                room, tx -> stock.hold(tx, Storeroom.order(), Map.of(variant, 2L), null, Storeroom.BUYER), "NONE");
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":5,\"reserved\":0,\"available\":5}");

        room.policy("RESERVE_ON_ORDER");
        var sold = new SoldGoods(Storeroom.order(), variant, 3, null, false);
        whilePromising(room, tx -> stock.recordSold(tx, List.of(sold), Storeroom.BUYER), "TRACK");
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":5,\"reserved\":0,\"available\":5}");
        room.assertExplained();
    }

    /** The other mode is asked for before the promise is kept, and goes on as far as it can. */
    private static void whilePromising(Storeroom room, Consumer<TenantContext> promise, String mode) {
        room.transact(tx -> {
                    promise.accept(tx);
                    var changed = CompletableFuture.runAsync(() -> room.policy(mode));
                    waitForSomebody(changed);
                    return changed;
                })
                .join();
    }

    private static void waitForSomebody(CompletableFuture<?> begun) {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement waiting = superuser.prepareStatement(
                        "select from pg_locks where locktype = 'advisory' and not granted")) {
            while (!begun.isDone() && !waiting.executeQuery().next()) {
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_concerns_every_variant_may_take_longer_than_other_requests() throws SQLException {
        Storeroom room = room(InventoryMode.RESERVE_ON_ORDER);
        try (Connection superuser = TestDatabase.superuser();
                Statement sql = superuser.createStatement()) {
            sql.execute("""
                    create table public.patience (told text);
                    create function public.tell_patience() returns trigger language plpgsql security definer as $$
                    begin
                        insert into public.patience values (tg_table_name || ' ' || current_setting('statement_timeout'));
                        return null;
                    end
                    $$;
                    create trigger tell_patience after update on inventory.location
                        for each row when (new.tenant_id = '$T') execute function public.tell_patience();
                    create trigger tell_patience after update on inventory.policy
                        for each row when (new.tenant_id = '$T') execute function public.tell_patience();
                    """.replace("$T", room.tenant.id().value().toString()));
            room.owner.data(
                    "mutation ($id: ID!) { locationUpdate(id: $id, input: {active: false}) { userErrors { code } } }",
                    Map.of("id", room.shop));
            room.policy("NONE");

            try (ResultSet told =
                    sql.executeQuery("select string_agg(p.told, ', ' order by p.told) from public.patience p")) {
                told.next();
                assertThat(told.getString(1)).isEqualTo("location 1min, policy 1min");
            }
            sql.execute("drop function public.tell_patience() cascade; drop table public.patience");
        }
    }

    @Test
    void who_tracks_records_each_sale_and_refuses_none() {
        Storeroom room = room(InventoryMode.TRACK);
        var variant = room.variant("TRACKED");
        room.adjust("k", room.shop, Map.of(variant, 2));
        TypeId order = Storeroom.order();

        assertThat(room.hold(order, Map.of(variant, 5L))).isEmpty();
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":2,\"reserved\":0,\"available\":2}");
        assertThat(room.ship(order, Map.of(variant, 5L))).isEmpty();
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":-3,\"reserved\":0,\"available\":0}");
        assertThat(room.movements(order)).isEqualTo("[-5 SHIPPED]");
        assertThat(room.shown(variant)).isEqualTo("{\"available\":true,\"quantityAvailable\":null}");
        room.adjust("k2", room.shop, Map.of(variant, 1));
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":-2,\"reserved\":0,\"available\":0}");
        room.assertExplained();
    }

    @Test
    void fewer_than_none_are_not_counted() {
        Storeroom room = room(InventoryMode.TRACK);
        var variant = room.variant("COUNTED");
        room.adjust("k", room.shop, Map.of(variant, 2));
        TypeId order = Storeroom.order();
        room.hold(order, Map.of(variant, 12L));
        room.ship(order, Map.of(variant, 12L));

        assertThat(room.counted(variant, -5, -10))
                .isEqualTo("[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"lines\",\"0\",\"counted\"]}]");
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":-10,\"reserved\":0,\"available\":0}");
        assertThat(room.counted(variant, 0, -10)).isEqualTo("[]");
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":0,\"reserved\":0,\"available\":0}");
    }

    @Test
    void who_keeps_none_sells_without_a_trace() {
        Storeroom room = room(InventoryMode.NONE);
        var variant = room.variant("FREE");
        room.adjust("k", room.shop, Map.of(variant, 1));
        TypeId order = Storeroom.order();

        assertThat(room.hold(order, Map.of(variant, 9L))).isEmpty();
        assertThat(room.ship(order, Map.of(variant, 9L))).isEmpty();
        room.restock(order, Map.of(variant, 9L), null);

        assertThat(room.level(variant)).isEqualTo("{\"onHand\":1,\"reserved\":0,\"available\":1}");
        assertThat(room.movements(order)).isEqualTo("[]");
    }

    @Test
    void a_cart_is_promised_something_where_the_tenant_says_so_and_an_order_keeps_it() {
        Storeroom room = room(InventoryMode.RESERVE_ON_ORDER);
        var variant = room.variant("CARTS");
        room.adjust("k", room.shop, Map.of(variant, 1));
        Instant later = Instant.now().plusSeconds(600);
        TypeId cart = Storeroom.cart();

        room.hold(cart, Map.of(variant, 1L), later);
        assertThat(room.reserved(variant)).isEqualTo(0);
        room.policy("RESERVE_ON_CART");
        room.hold(cart, Map.of(variant, 1L), later);
        assertThat(room.reserved(variant)).isEqualTo(1);
        assertThat(stock.shortages(room.tenant, cart, Map.of(variant, 1L))).isEmpty();
        assertThat(stock.shortages(room.tenant, Storeroom.cart(), Map.of(variant, 1L)))
                .isEqualTo(Map.of(variant, 0L));
        room.policy("TRACK");
        assertThat(room.reserved(variant)).isEqualTo(0);
        assertThat(room.movements(cart)).isEqualTo("[1 RESERVED, -1 RELEASED]");
        room.assertExplained();
    }

    @Test
    void where_carts_are_promised_nothing_any_more_their_goods_are_there_for_orders() {
        Storeroom room = room(InventoryMode.RESERVE_ON_CART);
        var variant = room.variant("TURNS");
        room.adjust("k", room.shop, Map.of(variant, 2));
        room.hold(Storeroom.cart(), Map.of(variant, 1L), Instant.now().plusSeconds(600));
        assertThat(room.hold(Storeroom.order(), Map.of(variant, 1L))).isEmpty();

        room.policy("RESERVE_ON_ORDER");

        assertThat(room.level(variant)).isEqualTo("{\"onHand\":2,\"reserved\":1,\"available\":1}");
        assertThat(room.hold(Storeroom.order(), Map.of(variant, 1L))).isEmpty();
        room.assertExplained();
    }

    @Test
    void a_promise_that_ran_out_is_given_back_once() throws Exception {
        Storeroom room = room(InventoryMode.RESERVE_ON_CART);
        var variant = room.variant("EXPIRES");
        room.adjust("k", room.shop, Map.of(variant, 3));
        Instant now = Instant.now();
        TypeId slow = Storeroom.cart();
        TypeId quick = Storeroom.cart();
        TypeId order = Storeroom.order();
        room.hold(slow, Map.of(variant, 1L), now.plusSeconds(600));
        room.hold(quick, Map.of(variant, 1L), now.plusSeconds(1200));
        assertThat(room.hold(order, Map.of(variant, 1L))).isEmpty();

        AtOnce.all(WORKERS, worker -> {
            upkeep.tidy(room.tenant, now.plusSeconds(601));
            return worker;
        });

        assertThat(room.level(variant)).isEqualTo("{\"onHand\":3,\"reserved\":2,\"available\":1}");
        assertThat(room.movements(slow)).isEqualTo("[1 RESERVED, -1 EXPIRED]");
        room.hold(quick, Map.of(variant, 1L), now.plusSeconds(2400));
        upkeep.tidy(room.tenant, now.plusSeconds(1201));
        assertThat(room.movements(quick)).isEqualTo("[1 RESERVED]");
        assertThat(room.movements(order)).isEqualTo("[1 RESERVED]");
        room.assertExplained();
    }

    @Test
    void a_bundle_has_the_stock_of_its_parts() {
        Storeroom room = room(InventoryMode.RESERVE_ON_ORDER);
        var cup = room.variant("CUP");
        var pot = room.variant("POT");
        var service = room.variant("SERVICE");
        var set = room.bundle("SET", Map.of(cup, 4, pot, 1, service, 1));
        assertThat(room.shown(set)).isEqualTo("{\"available\":true,\"quantityAvailable\":null}");

        room.adjust("k1", room.shop, Map.of(cup, 9, pot, 5));
        assertThat(room.shown(set)).isEqualTo("{\"available\":true,\"quantityAvailable\":2}");
        room.hold(Storeroom.order(), Map.of(cup, 6L));
        assertThat(room.shown(set)).isEqualTo("{\"available\":false,\"quantityAvailable\":0}");
        assertThat(room.shown(cup)).isEqualTo("{\"available\":true,\"quantityAvailable\":3}");
        room.parts(set, Map.of(cup, 3, pot, 1));
        assertThat(room.shown(set)).isEqualTo("{\"available\":true,\"quantityAvailable\":1}");
        assertThat(room.refusal(room.shop, Map.of(set, 1)))
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"lines\",\"0\",\"variantId\"]}]");
    }

    @Test
    void a_bundle_that_is_restored_is_there_if_its_parts_still_are() {
        Storeroom room = room(InventoryMode.RESERVE_ON_ORDER);
        var cup = room.variant("CUP");
        var set = room.bundle("SET", Map.of(cup, 2));
        room.adjust("k", room.shop, Map.of(cup, 3));
        String product = room.owner
                .data(
                        "query ($id: ID!) { node(id: $id) { ... on ProductVariant { product { id } } } }",
                        Map.of("id", set.text()))
                .at("/node/product/id")
                .asString();

        room.owner.data(
                "mutation ($id: ID!) { productDelete(id: $id) { userErrors { code } } }", Map.of("id", product));
        room.hold(Storeroom.order(), Map.of(cup, 2L));
        room.owner.data(
                "mutation ($id: ID!) { productRestore(id: $id) { userErrors { code } } }", Map.of("id", product));

        assertThat(room.shown(set)).isEqualTo("{\"available\":false,\"quantityAvailable\":0}");
    }

    @Test
    void availability_is_two_statements_however_many_are_asked_for() {
        Storeroom room = room(InventoryMode.RESERVE_ON_ORDER);
        var variants = new ArrayList<ProductVariant.Id>();
        var there = new HashMap<ProductVariant.Id, Integer>();
        for (int i = 0; i < 12; i++) {
            variants.add(room.variant("MANY-" + i));
            there.put(variants.getLast(), i);
        }
        room.adjust("k", room.shop, there);

        assertThat(statements.of(
                        () -> assertThat(quantities.of(room.tenant, cache.reads(GraphQLContext.getDefault()), variants))
                                .hasSize(12)
                                .containsEntry(variants.getFirst(), 0)
                                .containsEntry(variants.getLast(), 11)))
                .hasSize(2);
    }

    @Test
    void a_level_that_becomes_low_is_told_of_once_until_it_was_not_low_again() {
        Storeroom room = room(InventoryMode.RESERVE_ON_ORDER);
        var variant = room.variant("LOW");
        room.adjust("k1", room.shop, Map.of(variant, 5));
        room.limits(variant, "lowAt: 3");
        TypeId order = Storeroom.order();

        room.hold(order, Map.of(variant, 2L));
        room.hold(order, Map.of(variant, 3L));
        upkeep.tidy(room.tenant, Instant.now());
        upkeep.tidy(room.tenant, Instant.now());
        assertThat(events(room)).containsExactly(3);
        room.adjust("k2", room.shop, Map.of(variant, 5));
        room.hold(order, Map.of(variant, 10L));
        upkeep.tidy(room.tenant, Instant.now());
        assertThat(events(room)).containsExactly(3, 0);
    }

    private static List<Integer> events(Storeroom room) {
        return room.tenant
                .sql()
                .select(EVENT.DATA)
                .from(EVENT)
                .where(room.tenant.owns(EVENT))
                .and(EVENT.TYPE.eq("STOCK_LOW"))
                .orderBy(EVENT.POSITION)
                .fetch(row -> Integer.valueOf(row.value1().data().replaceFirst(".*\"available\": ?(\\d+).*", "$1")));
    }

    @Test
    void whatever_happens_at_once_every_figure_is_the_sum_of_its_movements() throws Exception {
        Storeroom room = room(InventoryMode.RESERVE_ON_CART);
        var goods = new ArrayList<ProductVariant.Id>();
        var there = new HashMap<ProductVariant.Id, Integer>();
        for (int i = 0; i < 5; i++) {
            goods.add(room.variant("RANDOM-" + i));
            there.put(goods.getLast(), 30);
        }
        String store = room.location("store", 1);
        room.adjust("k1", room.shop, there);
        room.adjust("k2", store, there);

        AtOnce.all(WORKERS, worker -> {
            RandomGenerator chance =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(worker);
            TypeId cart = Storeroom.cart();
            TypeId order = Storeroom.order();
            for (int step = 0; step < 20; step++) {
                var some = new HashMap<ProductVariant.Id, Long>();
                for (int i = 0; i < 3; i++) {
                    some.put(goods.get(chance.nextInt(goods.size())), chance.nextLong(1, 6));
                }
                switch (chance.nextInt(6)) {
                    case 0 -> room.transact(tx -> stock.hold(tx, cart, some, Instant.now(), Storeroom.BUYER));
                    case 1 -> room.hold(order, some);
                    case 2 ->
                        room.transact(tx -> {
                            stock.release(tx, order, Storeroom.BUYER);
                            stock.handOver(tx, cart, order);
                            return cart;
                        });
                    case 3 -> room.ship(order, some);
                    case 4 -> room.restock(order, some, chance.nextBoolean() ? store : null);
                    default -> upkeep.tidy(room.tenant, Instant.now());
                }
            }
            return worker;
        });

        room.assertExplained();
    }
}
