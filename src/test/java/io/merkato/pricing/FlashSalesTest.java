package io.merkato.pricing;

import static io.merkato.pricing.PricedShop.ETB;
import static io.merkato.pricing.PricedShop.one;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a flash sale has is sold once. */
@MerkatoTest
class FlashSalesTest {

    private final FlashSales sales;
    private final Prices prices;
    private final Merchants merchants;

    FlashSalesTest(FlashSales sales, Prices prices, Merchants merchants) {
        this.sales = sales;
        this.prices = prices;
        this.merchants = merchants;
    }

    @Test
    void of_sixty_four_who_want_the_last_one_one_gets_it() throws Exception {
        var shop = new PricedShop(merchants);
        running(shop, 1);
        FlashSaleItem.Id item = itemOf(shop);

        assertThat(atOnce(64, i -> taken(shop, Map.of(item, 1L))))
                .containsOnlyOnce(true)
                .hasSize(64);
        assertThat(sold(shop)).isEqualTo("1 of 1");
    }

    @Test
    void those_who_take_and_those_who_give_back_at_once_leave_what_is_right() throws Exception {
        var shop = new PricedShop(merchants);
        running(shop, 40);
        FlashSaleItem.Id item = itemOf(shop);
        taken(shop, Map.of(item, 32L));

        List<Boolean> done = atOnce(64, i -> {
            if (i % 2 == 0) {
                shop.tenant.transact(Viewer.system("test").may(Permission.PRICING_WRITE), tx -> {
                    sales.giveBack(tx, Map.of(item, 1L));
                    return true;
                });
                return true;
            }
            return taken(shop, Map.of(item, 1L));
        });

        long taken =
                IntStream.range(0, 64).filter(i -> i % 2 == 1 && done.get(i)).count();
        assertThat(sold(shop)).isEqualTo(taken + " of 40");
    }

    @Test
    void a_line_short_takes_nothing_of_the_others() {
        var shop = new PricedShop(merchants);
        running(shop, 2);
        FlashSaleItem.Id item = itemOf(shop);
        var other = new FlashSaleItem.Id(io.merkato.api.Uuid7.next());

        assertThat(taken(shop, Map.of(item, 3L))).isFalse();
        assertThat(taken(shop, Map.of(item, 1L, other, 1L))).isFalse();
        assertThat(taken(shop, Map.of())).isTrue();
        assertThat(sold(shop)).isEqualTo("0 of 2");
    }

    @Test
    void what_is_not_running_is_not_taken() {
        var shop = new PricedShop(merchants);
        FlashSale.Id sale = running(shop, 2);
        FlashSaleItem.Id item = itemOf(shop);
        shop.does("flashSaleUpdate(id: \"%s\", ifVersion: 1, input: {endsAt: \"%s\"}) { flashSale { id } %s }"
                .formatted(sale, Instant.now().minusSeconds(1), PricedShop.ERRORS));

        assertThat(taken(shop, Map.of(item, 1L))).isFalse();
        shop.does("flashSaleUpdate(id: \"%s\", ifVersion: 2, input: {endsAt: \"%s\"}) { flashSale { id } %s }"
                .formatted(sale, Instant.now().plusSeconds(600), PricedShop.ERRORS));
        assertThat(taken(shop, Map.of(item, 1L))).isTrue();
        shop.does("flashSaleCancel(id: \"%s\") { flashSale { id } %s }".formatted(sale, PricedShop.ERRORS));
        assertThat(taken(shop, Map.of(item, 1L))).isFalse();
        assertThat(shop.refusals("flashSaleUpdate(id: \"%s\", ifVersion: 4, input: {}) { flashSale { id } %s }"
                        .formatted(sale, PricedShop.ERRORS)))
                .containsExactly("NOT_ALLOWED id");
    }

    @Test
    void a_sale_cannot_be_made_smaller_than_what_is_sold_of_it() {
        var shop = new PricedShop(merchants);
        FlashSale.Id sale = running(shop, 5);
        assertThat(taken(shop, Map.of(itemOf(shop), 3L))).isTrue();

        assertThat(shop.refusals(resized(shop, sale, 2))).containsExactly("OUT_OF_RANGE input.items.0.quantity");
        assertThat(shop.refusals(resized(shop, sale, 3))).isEmpty();
        assertThat(sold(shop)).isEqualTo("3 of 3");
        assertThat(prices.decide(shop.tenant, shop.question(ETB, Instant.now()), one(shop.cupId())))
                .extractingByKey(shop.cupId())
                .extracting(PriceDecision::source)
                .isEqualTo(PriceSource.BASE);
    }

    private static String resized(PricedShop shop, FlashSale.Id sale, int quantity) {
        return "flashSaleUpdate(id: \"%s\", ifVersion: 1, input: {items: [%s]}) { flashSale { id } %s }"
                .formatted(sale, item(shop, quantity), PricedShop.ERRORS);
    }

    private boolean taken(PricedShop shop, Map<FlashSaleItem.Id, Long> quantities) {
        try {
            return shop.tenant.transact(Viewer.system("test").may(Permission.PRICING_WRITE), tx -> {
                Set<FlashSaleItem.Id> missed = sales.take(tx, quantities);
                if (!missed.isEmpty()) {
                    throw new Refused(Refusal.of(UserErrorCode.CONFLICT, "Sold out: " + missed));
                }
                return true;
            });
        } catch (Refused refused) {
            return false;
        }
    }

    private static FlashSale.Id running(PricedShop shop, int quantity) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return shop.sale(
                "startsAt: \"%s\", endsAt: \"%s\"".formatted(now.minusSeconds(60), now.plusSeconds(3_600)),
                item(shop, quantity));
    }

    private static String item(PricedShop shop, int quantity) {
        return "{variantId: \"%s\", price: {amount: \"60\", currency: \"ETB\"}, quantity: %d}"
                .formatted(shop.cup, quantity);
    }

    private FlashSaleItem.Id itemOf(PricedShop shop) {
        PriceDecision decision =
                requireNonNull(prices.decide(shop.tenant, shop.question(ETB, Instant.now()), one(shop.cupId()))
                        .get(shop.cupId()));
        return requireNonNull(decision.flashSaleItem());
    }

    private static String sold(PricedShop shop) {
        var item = shop.owner
                .data("{ flashSales(first: 1) { nodes { items { nodes { sold quantity } } } } }")
                .at("/flashSales/nodes/0/items/nodes/0");
        return item.get("sold").asString() + " of " + item.get("quantity").asString();
    }

    private static List<Boolean> atOnce(int many, java.util.function.IntFunction<Boolean> what) throws Exception {
        var answers = new ArrayList<Boolean>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = IntStream.range(0, many)
                    .mapToObj(i -> threads.submit(() -> what.apply(i)))
                    .toList();
            for (Future<Boolean> one : running) {
                answers.add(one.get());
            }
        }
        return answers;
    }
}
