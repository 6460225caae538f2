package io.merkato.pricing;

import static io.merkato.pricing.PriceSource.BASE;
import static io.merkato.pricing.PriceSource.FLASH_SALE;
import static io.merkato.pricing.PriceSource.PRICE_LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.money.Money;
import io.merkato.pricing.PriceOptions.Entry;
import io.merkato.pricing.PriceOptions.Sale;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several prices decides. */
class PriceOptionsTest {

    private static final Currency XOF = Currency.getInstance("XOF");
    private static final Instant MIDNIGHT = Instant.parse("2026-06-01T00:00:00Z");
    private static final PriceDecision OWN = PriceDecision.of(BASE, xof(1_000), xof(1_200));

    @Test
    void without_lists_and_sales_it_is_the_variants_own() {
        assertThat(of(List.of(), List.of()).decide(1)).isEqualTo(OWN);
    }

    @Test
    void a_list_decides_though_it_is_dearer() {
        assertThat(of(List.of(entry(1, 0, 0, 1, 1_100)), List.of()).decide(1))
                .isEqualTo(new PriceDecision(
                        xof(1_100), xof(1_000), null, PRICE_LIST, new PriceList.Id(id(1)), null, null, MIDNIGHT, null));
    }

    /** First the priority, then what the list is restricted to, then the price, then which is older. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 990,  0, 7, 900,  1",
        "0, 4, 990,  0, 3, 900,  1",
        "0, 2, 990,  0, 1, 900,  1",
        "0, 1, 990,  0, 0, 900,  1",
        "0, 0, 900,  0, 0, 901,  1",
        "0, 0, 900,  0, 0, 900,  1",
        "0, 0, 901,  0, 0, 900,  2",
        "0, 3, 900,  0, 4, 990,  2",
        "0, 7, 900,  1, 0, 990,  2",
    })
    void of_two_lists_one_decides_whatever_their_order(
            int priority,
            int specificity,
            long price,
            int otherPriority,
            int otherSpecificity,
            long other,
            int decides) {
        Entry one = entry(1, priority, specificity, 1, price);
        Entry two = entry(2, otherPriority, otherSpecificity, 1, other);

        for (List<Entry> both : List.of(List.of(one, two), List.of(two, one))) {
            assertThat(of(both, List.of()).decide(1).priceList()).isEqualTo(new PriceList.Id(id(decides)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "5, 1000", "6, 900", "7, 900", "11, 900", "12, 800", "13, 800", "2147483647, 800"})
    void a_tier_holds_from_its_quantity_on(long quantity, long price) {
        var options = of(List.of(entry(1, 0, 0, 12, 800), entry(1, 0, 0, 6, 900)), List.of());

        assertThat(options.decide(quantity).unit()).isEqualTo(xof(price));
        assertThat(options.tiers())
                .containsExactly(new PriceTier(1, xof(1_000)), new PriceTier(6, xof(900)), new PriceTier(12, xof(800)));
    }

    /** The list of the higher priority speaks first, though another's tier is cheaper; where it is silent the other speaks. */
    @Test
    void a_list_speaks_by_its_own_tier_alone() {
        var options = of(
                List.of(
                        entry(1, 5, 0, 6, 950),
                        entry(1, 5, 0, 12, 940),
                        entry(2, 0, 0, 1, 990),
                        entry(2, 0, 0, 6, 500)),
                List.of());

        assertThat(options.tiers())
                .containsExactly(new PriceTier(1, xof(990)), new PriceTier(6, xof(950)), new PriceTier(12, xof(940)));
    }

    @Test
    void a_flash_sale_decides_before_the_lists_and_strikes_through_what_they_say() {
        assertThat(of(List.of(entry(1, 9, 7, 1, 900)), List.of(sale(3, 10, 850)))
                        .decide(1))
                .isEqualTo(new PriceDecision(
                        xof(850),
                        xof(1_000),
                        xof(900),
                        FLASH_SALE,
                        null,
                        new FlashSaleItem.Id(id(3)),
                        new FlashSale.Id(id(3)),
                        MIDNIGHT,
                        10L));
    }

    @Test
    void a_flash_sale_makes_nothing_dearer() {
        assertThat(of(List.of(entry(1, 0, 0, 1, 850)), List.of(sale(3, 10, 850)))
                        .decide(1)
                        .source())
                .isEqualTo(PRICE_LIST);
        assertThat(of(List.of(), List.of(sale(3, 10, 1_000))).decide(1)).isEqualTo(OWN);
    }

    @Test
    void a_flash_sale_holds_for_what_is_left_of_it() {
        var options = of(List.of(entry(1, 0, 0, 3, 950)), List.of(sale(3, 4, 700), sale(4, 9, 800)));

        assertThat(options.decide(4).unit()).isEqualTo(xof(700));
        assertThat(options.decide(5).unit()).isEqualTo(xof(800));
        assertThat(options.decide(10).unit()).isEqualTo(xof(950));
        assertThat(options.tiers())
                .containsExactly(new PriceTier(1, xof(700)), new PriceTier(5, xof(800)), new PriceTier(10, xof(950)));
    }

    /** As the guide of the back office tells it. */
    @ParameterizedTest
    @CsvSource({"1, 530, FLASH_SALE", "12, 530, FLASH_SALE", "21, 558, PRICE_LIST", "50, 496, PRICE_LIST"})
    void a_bag_by_itself_by_the_sack_and_on_sale(long quantity, long each, PriceSource source) {
        var options = new PriceOptions(
                PriceDecision.of(BASE, xof(620), null),
                List.of(entry(1, 0, 0, 10, 558), entry(1, 0, 0, 50, 496)),
                List.of(sale(2, 20, 530)));

        PriceDecision decision = options.decide(quantity);
        assertThat(decision.unit()).isEqualTo(xof(each));
        assertThat(decision.source()).isEqualTo(source);
        assertThat(decision.list()).isEqualTo(xof(620));
    }

    /** Whatever lists and sales there are: the table of tiers says of every quantity what it is decided to cost. */
    @Test
    void tiers_say_of_every_quantity_what_it_costs_and_no_sale_makes_it_dearer() {
        for (long seed = 1; seed <= 500; seed++) {
            var random = new Random(seed);
            List<Entry> entries = Stream.generate(() -> entry(
                            1 + random.nextInt(4),
                            random.nextInt(3),
                            random.nextInt(8),
                            1 + random.nextInt(12),
                            random.nextLong(1_500)))
                    .limit(random.nextInt(8))
                    .toList();
            List<Sale> sales = Stream.generate(
                            () -> sale(5 + random.nextInt(9), 1 + random.nextInt(12), random.nextLong(1_500)))
                    .limit(random.nextInt(4))
                    .toList();
            var options = of(entries, sales);
            List<PriceTier> tiers = options.tiers();

            assertThat(tiers.getFirst().minQuantity()).isEqualTo(1);
            for (long quantity = 1; quantity <= 15; quantity++) {
                long asked = quantity;
                PriceDecision decision = options.decide(quantity);
                assertThat(tiers.stream()
                                .filter(tier -> tier.minQuantity() <= asked)
                                .reduce((before, tier) -> tier)
                                .orElseThrow()
                                .price())
                        .as("seed %d, quantity %d", seed, quantity)
                        .isEqualTo(decision.unit());
                assertThat(decision.list()).isEqualTo(OWN.unit());
                assertThat(decision.unit())
                        .as("seed %d, quantity %d", seed, quantity)
                        .isLessThanOrEqualTo(
                                of(entries, List.of()).decide(quantity).unit());
            }
        }
    }

    /** Lists and sales are without number: what is looked at again for each tier makes one request take seconds. */
    @Test
    void all_tiers_are_found_in_one_walk_over_what_lists_and_sales_say() {
        var walks = new AtomicInteger();
        List<Entry> entries = walked(
                IntStream.rangeClosed(1, 300)
                        .mapToObj(quantity -> entry(1 + quantity % 3, 0, 0, quantity, 1_000 - quantity))
                        .toList(),
                walks);
        List<Sale> sales = walked(
                IntStream.rangeClosed(1, 200)
                        .mapToObj(left -> sale(left, left, 200 + left))
                        .toList(),
                walks);

        assertThat(of(entries, sales).tiers()).hasSize(300);
        assertThat(walks).hasValue(3);
    }

    private static <T> List<T> walked(List<T> all, AtomicInteger walks) {
        return new AbstractList<>() {
            @Override
            public T get(int index) {
                if (index == 0) {
                    walks.incrementAndGet();
                }
                return all.get(index);
            }

            @Override
            public int size() {
                return all.size();
            }
        };
    }

    private static PriceOptions of(List<Entry> entries, List<Sale> sales) {
        return new PriceOptions(OWN, entries, sales);
    }

    private static Entry entry(int list, int priority, int specificity, long minQuantity, long price) {
        return new Entry(new PriceList.Id(id(list)), priority, specificity, MIDNIGHT, minQuantity, xof(price), null);
    }

    private static Sale sale(int item, long left, long price) {
        return new Sale(new FlashSaleItem.Id(id(item)), new FlashSale.Id(id(item)), MIDNIGHT, left, xof(price), null);
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static Money xof(long amount) {
        return new Money(amount, XOF);
    }
}
