package io.merkato.inventory;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is promised is there, what is there is explained, and nothing is promised twice. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class StockTest {

    private static final int BUYERS = 64;

    private final Stock stock;
    private final Storeroom room;

    StockTest(Stock stock, Merchants merchants) {
        this.stock = stock;
        this.room = new Storeroom(stock, merchants, InventoryMode.RESERVE_ON_ORDER);
    }

    @Test
    void of_many_who_want_the_last_one_one_gets_it() throws Exception {
        var last = room.variant("LAST");
        room.adjust("k", room.shop, Map.of(last, 1));

        List<List<OutOfStock>> answers = AtOnce.all(BUYERS, buyer -> room.hold(Storeroom.order(), Map.of(last, 1L)));

        assertThat(answers.stream().filter(List::isEmpty)).hasSize(1);
        assertThat(answers.stream().filter(shortage -> !shortage.isEmpty()))
                .hasSize(BUYERS - 1)
                .allMatch(shortage -> shortage.equals(List.of(OutOfStock.of(last, 1, 0))));
        assertThat(room.level(last)).isEqualTo("{\"onHand\":1,\"reserved\":1,\"available\":0}");
        room.assertExplained();
    }

    @Test
    void baskets_that_overlap_neither_block_each_other_nor_take_too_much() throws Exception {
        var goods = new ArrayList<ProductVariant.Id>();
        for (int i = 0; i < 6; i++) {
            goods.add(room.variant("MIX-" + i));
        }
        var there = new LinkedHashMap<ProductVariant.Id, Integer>();
        goods.forEach(variant -> there.put(variant, 20));
        room.adjust("k", room.shop, there);

        List<LinkedHashMap<ProductVariant.Id, Long>> baskets = IntStream.range(0, BUYERS)
                .mapToObj(buyer -> {
                    var basket = new LinkedHashMap<ProductVariant.Id, Long>();
                    for (int i = 0; i < 3; i++) {
                        basket.put(goods.get((buyer + i * (1 + buyer % 2 * 4)) % goods.size()), 1L);
                    }
                    return basket;
                })
                .toList();

        List<List<OutOfStock>> answers = AtOnce.all(BUYERS, buyer -> room.hold(Storeroom.order(), baskets.get(buyer)));

        Map<ProductVariant.Id, Long> taken = goods.stream()
                .collect(toMap(
                        variant -> variant,
                        variant -> IntStream.range(0, BUYERS)
                                .filter(buyer -> answers.get(buyer).isEmpty())
                                .filter(buyer -> baskets.get(buyer).containsKey(variant))
                                .count()));
        assertThat(taken.values()).allMatch(pieces -> pieces <= 20).contains(20L);
        assertThat(goods)
                .allSatisfy(variant -> assertThat(room.reserved(variant)).isEqualTo(taken.get(variant)));
        for (int buyer = 0; buyer < BUYERS; buyer++) {
            List<OutOfStock> gone = baskets.get(buyer).keySet().stream()
                    .filter(variant -> Long.valueOf(20).equals(taken.get(variant)))
                    .map(variant -> OutOfStock.of(variant, 1, 0))
                    .toList();
            if (!answers.get(buyer).isEmpty()) {
                assertThat(gone).containsAll(answers.get(buyer));
            }
        }
        room.assertExplained();
    }

    @Test
    void each_line_that_is_short_is_named_and_then_nothing_is_promised() {
        var plenty = room.variant("PLENTY");
        var few = room.variant("FEW");
        var none = room.variant("NONE");
        room.adjust("k", room.shop, Map.of(plenty, 10, few, 2, none, 1));
        assertThat(room.hold(Storeroom.order(), Map.of(none, 1L))).isEmpty();

        assertThat(room.hold(Storeroom.order(), Map.of(plenty, 3L, few, 3L, none, 1L)))
                .containsExactlyInAnyOrder(OutOfStock.of(few, 3, 2), OutOfStock.of(none, 1, 0));

        assertThat(room.level(plenty)).isEqualTo("{\"onHand\":10,\"reserved\":0,\"available\":10}");
        assertThat(room.level(few)).isEqualTo("{\"onHand\":2,\"reserved\":0,\"available\":2}");
    }

    @Test
    void a_holders_promises_are_what_it_asked_for_last() {
        var one = room.variant("ONE");
        var other = room.variant("OTHER");
        room.adjust("k", room.shop, Map.of(one, 5, other, 5));
        TypeId order = Storeroom.order();

        room.hold(order, Map.of(one, 4L));
        room.hold(order, Map.of(one, 2L, other, 3L));
        assertThat(room.level(one)).isEqualTo("{\"onHand\":5,\"reserved\":2,\"available\":3}");
        assertThat(room.level(other)).isEqualTo("{\"onHand\":5,\"reserved\":3,\"available\":2}");
        room.hold(order, Map.of(one, 5L));
        assertThat(room.level(one)).isEqualTo("{\"onHand\":5,\"reserved\":5,\"available\":0}");
        assertThat(room.level(other)).isEqualTo("{\"onHand\":5,\"reserved\":0,\"available\":5}");
        room.transact(tx -> {
            stock.release(tx, order, Storeroom.BUYER);
            return List.of();
        });
        assertThat(room.level(one)).isEqualTo("{\"onHand\":5,\"reserved\":0,\"available\":5}");
        room.assertExplained();
    }

    @Test
    void places_are_taken_from_by_their_priority_and_given_back_to_from_the_last() {
        var variant = room.variant("SPREAD");
        String store = room.location("store", 1);
        room.adjust("k1", store, Map.of(variant, 5));
        room.adjust("k2", room.shop, Map.of(variant, 3));
        TypeId order = Storeroom.order();

        room.hold(order, Map.of(variant, 6L));
        assertThat(room.levels(variant)).isEqualTo("[3 of 3 at shop, 3 of 5 at store]");
        room.hold(order, Map.of(variant, 4L));
        assertThat(room.levels(variant)).isEqualTo("[3 of 3 at shop, 1 of 5 at store]");
        room.owner.data(
                "mutation ($id: ID!) { locationUpdate(id: $id, input: {active: false}) { userErrors { code } } }",
                Map.of("id", store));
        assertThat(room.hold(Storeroom.order(), Map.of(variant, 1L))).containsExactly(OutOfStock.of(variant, 1, 0));
        room.assertExplained();
    }

    @Test
    void what_is_there_can_be_shipped_once_and_what_others_were_promised_not_at_all() {
        var variant = room.variant("SHIP");
        room.adjust("k", room.shop, Map.of(variant, 4));
        TypeId order = Storeroom.order();
        room.hold(order, Map.of(variant, 2L));
        room.hold(Storeroom.order(), Map.of(variant, 1L));

        assertThat(room.ship(order, Map.of(variant, 1L))).isEmpty();
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":3,\"reserved\":2,\"available\":1}");
        assertThat(room.ship(order, Map.of(variant, 3L))).containsExactly(OutOfStock.of(variant, 3, 2));
        assertThat(room.ship(order, Map.of(variant, 1L))).isEmpty();
        assertThat(room.ship(Storeroom.order(), Map.of(variant, 1L))).isEmpty();
        assertThat(room.ship(order, Map.of(variant, 1L))).containsExactly(OutOfStock.of(variant, 1, 0));
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":1,\"reserved\":1,\"available\":0}");
        room.assertExplained();
    }

    @Test
    void what_is_taken_from_another_place_than_promised_is_promised_there_no_longer() {
        var variant = room.variant("ELSEWHERE");
        String store = room.location("store", 1);
        room.adjust("k1", room.shop, Map.of(variant, 3));
        room.adjust("k2", store, Map.of(variant, 3));
        TypeId order = Storeroom.order();
        room.hold(order, Map.of(variant, 2L));

        assertThat(room.shipFrom(store, order, Map.of(variant, 1L))).isEmpty();
        assertThat(room.levels(variant)).isEqualTo("[1 of 3 at shop, 0 of 2 at store]");
        assertThat(room.shipFrom(store, order, Map.of(variant, 3L))).containsExactly(OutOfStock.of(variant, 3, 2));
        assertThat(room.ship(order, Map.of(variant, 1L))).isEmpty();
        assertThat(room.levels(variant)).isEqualTo("[0 of 2 at shop, 0 of 2 at store]");
        room.assertExplained();
    }

    @Test
    void what_comes_back_lies_where_it_was_put() {
        var variant = room.variant("BACK");
        var untracked = room.variant("UNTRACKED");
        String store = room.location("store", 1);
        room.adjust("k", room.shop, Map.of(variant, 2));
        TypeId order = Storeroom.order();
        room.hold(order, Map.of(variant, 2L));
        room.ship(order, Map.of(variant, 2L));

        room.restock(order, Map.of(variant, 1L, untracked, 1L), store);
        room.restock(order, Map.of(variant, 1L), null);

        assertThat(room.levels(variant)).isEqualTo("[0 of 1 at shop, 0 of 1 at store]");
        assertThat(room.levels(untracked)).isEqualTo("[]");
        room.assertExplained();
    }

    @Test
    void what_comes_back_lies_where_it_came_from_or_at_the_first_place_where_that_is_shut() {
        var variant = room.variant("HOME");
        String store = room.location("store", 1);
        room.adjust("k1", room.shop, Map.of(variant, 2));
        room.adjust("k2", store, Map.of(variant, 5));
        TypeId order = Storeroom.order();
        TypeId other = Storeroom.order();
        assertThat(room.ship(order, Map.of(variant, 4L))).isEmpty();
        assertThat(room.shipFrom(store, other, Map.of(variant, 2L))).isEmpty();
        assertThat(room.levels(variant)).isEqualTo("[0 of 0 at shop, 0 of 1 at store]");

        room.restock(order, Map.of(variant, 3L), null);
        assertThat(room.levels(variant)).isEqualTo("[0 of 2 at shop, 0 of 2 at store]");
        room.restock(other, Map.of(variant, 1L), null);
        assertThat(room.levels(variant)).isEqualTo("[0 of 2 at shop, 0 of 3 at store]");
        room.owner.data(
                "mutation ($id: ID!) { locationUpdate(id: $id, input: {active: false}) { userErrors { code } } }",
                Map.of("id", store));
        room.restock(other, Map.of(variant, 1L), null);
        assertThat(room.levels(variant)).isEqualTo("[0 of 3 at shop, 0 of 3 at store]");
        room.restock(order, Map.of(variant, 1L), store);
        assertThat(room.levels(variant)).isEqualTo("[0 of 3 at shop, 0 of 4 at store]");
        room.assertExplained();
    }

    @Test
    void a_variant_is_tracked_from_its_first_limits_on_whatever_they_are() {
        var variant = room.variant("FIRST-LIMITS");
        assertThat(room.levels(variant)).isEqualTo("[]");

        room.limits(variant, "safetyStock: 0");

        assertThat(room.levels(variant)).isEqualTo("[0 of 0 at shop]");
        assertThat(room.hold(Storeroom.order(), Map.of(variant, 1L))).containsExactly(OutOfStock.of(variant, 1, 0));
    }

    @Test
    void a_limit_that_is_out_of_range_is_named() {
        var variant = room.variant("OUT-OF-RANGE");

        assertThat(List.of(
                        room.limited(variant, "safetyStock: -1"),
                        room.limited(variant, "backorderLimit: 1000000001"),
                        room.limited(variant, "lowAt: -1")))
                .containsExactly(
                        "[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"safetyStock\"]}]",
                        "[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"backorderLimit\"]}]",
                        "[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\",\"lowAt\"]}]");
    }

    @Test
    void a_cart_hands_what_it_was_promised_to_its_order() {
        var variant = room.variant("CART");
        room.adjust("k", room.shop, Map.of(variant, 1));
        TypeId cart = Storeroom.cart();
        TypeId order = Storeroom.order();
        room.policy("RESERVE_ON_CART");
        room.hold(cart, Map.of(variant, 1L), Instant.now().plusSeconds(60));

        room.transact(tx -> {
            stock.handOver(tx, cart, order);
            return stock.hold(tx, order, Map.of(variant, 1L), null, Storeroom.BUYER);
        });

        assertThat(room.level(variant)).isEqualTo("{\"onHand\":1,\"reserved\":1,\"available\":0}");
        assertThat(room.ship(order, Map.of(variant, 1L))).isEmpty();
    }

    @Test
    void what_is_kept_back_is_not_sold_and_what_may_be_ordered_back_is() {
        var variant = room.variant("LIMITS");
        room.adjust("k", room.shop, Map.of(variant, 5));
        room.limits(variant, "safetyStock: 3");
        assertThat(room.hold(Storeroom.order(), Map.of(variant, 3L))).containsExactly(OutOfStock.of(variant, 3, 2));
        room.limits(variant, "backorderLimit: 4");
        TypeId order = Storeroom.order();
        assertThat(room.hold(order, Map.of(variant, 6L))).isEmpty();
        assertThat(room.level(variant)).isEqualTo("{\"onHand\":5,\"reserved\":6,\"available\":0}");
        assertThat(room.ship(order, Map.of(variant, 6L))).containsExactly(OutOfStock.of(variant, 6, 5));
    }

    @Test
    void what_is_promised_is_not_brought_elsewhere_though_more_may_be_ordered_back() {
        var variant = room.variant("PROMISED");
        String store = room.location("store", 1);
        room.adjust("k", room.shop, Map.of(variant, 10));
        room.limits(variant, "backorderLimit: 5");
        assertThat(room.hold(Storeroom.order(), Map.of(variant, 8L))).isEmpty();

        assertThat(room.moved(variant, store, 3))
                .isEqualTo("[{\"code\":\"CONFLICT\",\"path\":[\"input\",\"lines\",\"0\",\"quantity\"]}]");
        assertThat(room.moved(variant, store, 2)).isEqualTo("[]");
        assertThat(room.levels(variant)).isEqualTo("[8 of 8 at shop, 0 of 2 at store]");
        room.adjust("k2", room.shop, Map.of(variant, -5));
        assertThat(room.levels(variant)).isEqualTo("[8 of 3 at shop, 0 of 2 at store]");
    }

    @Test
    void what_is_sold_out_is_not_available_in_the_shop_until_it_is_there_again() {
        var variant = room.variant("SHOWN");
        assertThat(room.shown(variant)).isEqualTo("{\"available\":true,\"quantityAvailable\":null}");
        room.adjust("k1", room.shop, Map.of(variant, 1));
        assertThat(room.shown(variant)).isEqualTo("{\"available\":true,\"quantityAvailable\":1}");
        TypeId order = Storeroom.order();
        room.hold(order, Map.of(variant, 1L));
        assertThat(room.shown(variant)).isEqualTo("{\"available\":false,\"quantityAvailable\":0}");
        room.adjust("k2", room.shop, Map.of(variant, 1));
        assertThat(room.shown(variant)).isEqualTo("{\"available\":true,\"quantityAvailable\":1}");
        room.hold(order, Map.of(variant, 2L));
        assertThat(room.shown(variant)).isEqualTo("{\"available\":false,\"quantityAvailable\":0}");
        room.policy("TRACK");
        assertThat(room.shown(variant)).isEqualTo("{\"available\":true,\"quantityAvailable\":null}");
        room.policy("RESERVE_ON_CART");
        assertThat(room.shown(variant)).isEqualTo("{\"available\":true,\"quantityAvailable\":2}");
    }
}
