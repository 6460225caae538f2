package io.merkato.promotion;

import static io.merkato.promotion.SampleCoupon.percent;
import static io.merkato.promotion.SampleCoupon.shipping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.store.Store;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What coupons take off a cart, to the cent. */
class CouponReckoningTest {

    private static final Currency ETB = Currency.getInstance("ETB");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Store.Id STORE = new Store.Id(new UUID(7, 1));
    private static final Customer.Id HANA = new Customer.Id(new UUID(7, 2));
    private static final Category.Id COFFEE = new Category.Id(new UUID(7, 3));

    private static SampleCoupon fixed(String code, String amount) {
        return SampleCoupon.fixed(code, etb(amount));
    }

    private static Money etb(String amount) {
        return Money.of(new BigDecimal(amount), ETB);
    }

    private static Product.Id product(int index) {
        return new Product.Id(new UUID(8, index));
    }

    /** Lines of these amounts, of products 0, 1, …; the first is coffee. Shipping costs 50. */
    private static CouponQuestion cart(String... amounts) {
        return new CouponQuestion(
                STORE,
                ETB,
                HANA,
                Map.of(),
                NOON,
                IntStream.range(0, amounts.length)
                        .mapToObj(
                                i -> new CouponLine(i, product(i), i == 0 ? Set.of(COFFEE) : Set.of(), etb(amounts[i])))
                        .toList(),
                etb("50"));
    }

    private static CouponResult reckon(CouponQuestion cart, SampleCoupon... coupons) {
        return Coupons.evaluate(
                cart, List.of(coupons).stream().map(SampleCoupon::coupon).toList());
    }

    private static List<String> lines(CouponResult result) {
        return result.lineDiscounts().values().stream()
                .map(amount -> amount.amount().toPlainString())
                .toList();
    }

    @Test
    void a_fixed_amount_is_split_by_largest_remainder_ties_to_the_earlier_line() {
        assertThat(lines(reckon(cart("10", "10", "10"), fixed("A", "10")))).containsExactly("3.34", "3.33", "3.33");
        assertThat(lines(reckon(cart("0.01", "99.99"), fixed("A", "50")))).containsExactly("0.01", "49.99");
    }

    @Test
    void a_fixed_amount_never_takes_more_than_the_lines_cost() {
        assertThat(lines(reckon(cart("3", "4.50"), fixed("A", "100")))).containsExactly("3.00", "4.50");
    }

    @Test
    void a_percentage_is_of_each_line_and_rounds_half_up() {
        assertThat(lines(reckon(cart("0.05", "0.10"), percent("A", "50")))).containsExactly("0.03", "0.05");
        assertThat(lines(reckon(cart("0.05", "0.05", "0.04"), percent("A", "10"))))
                .as("0.005, 0.005 and 0.004, where all three together would come to 0.01")
                .containsExactly("0.01", "0.01", "0.00");
        assertThat(lines(reckon(cart("10"), percent("A", "0.0001")))).containsExactly("0.00");
        assertThat(lines(reckon(cart("33.33"), percent("A", "12.5")))).containsExactly("4.17");
        assertThat(lines(reckon(cart("19.99", "5"), percent("A", "100")))).containsExactly("19.99", "5.00");
    }

    @Test
    void free_shipping_takes_off_what_shipping_costs_and_nothing_else() {
        CouponResult result = reckon(cart("10"), shipping("A"));

        assertThat(result.shippingDiscount()).isEqualTo(etb("50"));
        assertThat(lines(result)).containsExactly("0.00");
        assertThat(result.amounts().values()).containsExactly(etb("50"));
    }

    @Test
    void shipping_is_free_once_and_where_there_is_something_the_coupon_is_for() {
        assertThat(reckon(cart("10"), shipping("A"), shipping("B")).amounts().values())
                .containsExactlyInAnyOrder(etb("50"), etb("0"));
        assertThat(reckon(cart("10"), shipping("A").only(List.of(product(1)), List.of()))
                        .refusals())
                .isEqualTo(Map.of("A", CouponRefusal.NOT_APPLICABLE));
        assertThat(reckon(cart("0"), shipping("A")).shippingDiscount())
                .as("what costs nothing is sent, too")
                .isEqualTo(etb("50"));
    }

    @Test
    void a_coupon_for_some_products_leaves_the_others_alone() {
        assertThat(lines(reckon(cart("10", "20", "30"), percent("A", "10").only(List.of(product(2)), List.of()))))
                .containsExactly("0.00", "0.00", "3.00");
        assertThat(lines(reckon(cart("10", "20", "30"), fixed("A", "5").only(List.of(product(1)), List.of(COFFEE)))))
                .containsExactly("1.67", "3.33", "0.00");
    }

    @Test
    void percentages_come_before_amounts_whatever_the_order_they_were_typed_in() {
        SampleCoupon ten = fixed("A-TEN", "10");
        SampleCoupon half = percent("Z-HALF", "50");
        SampleCoupon ship = shipping("B-SHIP");

        CouponResult result = reckon(cart("60", "40"), ten, ship, half);

        assertThat(result).isEqualTo(reckon(cart("60", "40"), half, ten, ship));
        assertThat(result.discounts()).extracting(CouponDiscount::code).containsExactly("Z-HALF", "A-TEN", "B-SHIP");
        assertThat(result.discounts())
                .extracting(discount -> discount.total().amount().toPlainString())
                .containsExactly("50.00", "10.00", "50.00");
        assertThat(lines(result)).containsExactly("36.00", "24.00");
    }

    @Test
    void a_coupon_that_does_not_combine_stands_alone() {
        assertThat(reckon(cart("100"), fixed("A", "10").alone(), fixed("B", "20"))
                        .refusals())
                .isEqualTo(Map.of("B", CouponRefusal.NOT_COMBINABLE));
        assertThat(reckon(cart("100"), fixed("B", "20"), fixed("A", "10").alone())
                        .refusals())
                .isEqualTo(Map.of("A", CouponRefusal.NOT_COMBINABLE));
        assertThat(lines(reckon(cart("100"), fixed("A", "10").alone().off(), fixed("B", "20"))))
                .as("one that is refused for another reason stands in nobody's way")
                .containsExactly("20.00");
        assertThat(lines(reckon(cart("100"), fixed("A", "10"), fixed("A", "10"))))
                .as("the same one twice counts once")
                .containsExactly("10.00");
    }

    @Test
    void a_coupon_is_good_from_its_first_moment_up_to_its_last() {
        assertThat(refusal(fixed("A", "1").between(NOON, null))).isNull();
        assertThat(refusal(fixed("A", "1").between(NOON.plusNanos(1000), null))).isEqualTo(CouponRefusal.NOT_STARTED);
        assertThat(refusal(fixed("A", "1").between(null, NOON.plusNanos(1000)))).isNull();
        assertThat(refusal(fixed("A", "1").between(null, NOON))).isEqualTo(CouponRefusal.EXPIRED);
    }

    @Test
    void each_reason_not_to_take_a_coupon_is_named() {
        assertThat(refusal(fixed("A", "1").off())).isEqualTo(CouponRefusal.UNKNOWN);
        assertThat(refusal(fixed("A", "1").minimum(etb("100.00")))).isNull();
        assertThat(refusal(fixed("A", "1").minimum(etb("100.01")))).isEqualTo(CouponRefusal.MINIMUM_NOT_REACHED);
        assertThat(refusal(fixed("A", "1").limits(3, null, 2))).isNull();
        assertThat(refusal(fixed("A", "1").limits(3, null, 3))).isEqualTo(CouponRefusal.USED_UP);
        assertThat(refusal(fixed("A", "1").in(STORE))).isNull();
        assertThat(refusal(fixed("A", "1").in(new Store.Id(new UUID(7, 9))))).isEqualTo(CouponRefusal.NOT_APPLICABLE);
        assertThat(refusal(fixed("A", "1").only(List.of(), List.of()))).isEqualTo(CouponRefusal.NOT_APPLICABLE);
        assertThat(refusal(SampleCoupon.fixed("A", new Money(100, Currency.getInstance("XOF")))))
                .isEqualTo(CouponRefusal.CURRENCY);
        assertThat(reckon(cart(), shipping("A")).refusals()).containsValue(CouponRefusal.NOT_APPLICABLE);
        assertThat(reckon(cart("0"), percent("A", "10")).refusals()).containsValue(CouponRefusal.NOT_APPLICABLE);
        assertThat(reckon(cart("10"), percent("A", "100"), fixed("B", "1")).refusals())
                .as("nothing is left to take off")
                .isEqualTo(Map.of("B", CouponRefusal.NOT_APPLICABLE));
    }

    @Test
    void a_limit_per_customer_needs_to_know_the_customer() {
        Coupon once = fixed("A", "1").limits(null, 1, 0).coupon();

        assertThat(Coupons.evaluate(asked(HANA, 0), List.of(once)).refusals()).isEmpty();
        assertThat(Coupons.evaluate(asked(HANA, 1), List.of(once)).refusals())
                .isEqualTo(Map.of("A", CouponRefusal.CUSTOMER_LIMIT));
        assertThat(Coupons.evaluate(asked(null, 0), List.of(once)).refusals())
                .isEqualTo(Map.of("A", CouponRefusal.CUSTOMER_LIMIT));
    }

    private static CouponQuestion asked(Customer.@Nullable Id customer, int uses) {
        CouponQuestion cart = cart("100");
        Coupon.Id id = fixed("A", "1").coupon().id();
        return new CouponQuestion(STORE, ETB, customer, Map.of(id, uses), NOON, cart.lines(), cart.shipping());
    }

    private static @Nullable CouponRefusal refusal(SampleCoupon coupon) {
        return reckon(cart("60", "40"), coupon).refusals().get("A");
    }

    @Test
    void amounts_below_nothing_and_in_another_currency_are_no_cart() {
        for (Money wrong : List.of(etb("-0.01"), new Money(1, Currency.getInstance("USD")))) {
            assertThatThrownBy(() -> new CouponQuestion(
                            STORE,
                            ETB,
                            null,
                            Map.of(),
                            NOON,
                            List.of(new CouponLine(0, product(0), Set.of(), wrong)),
                            etb("0")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new CouponQuestion(STORE, ETB, null, Map.of(), NOON, List.of(), wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_largest_carts_there_are_are_reckoned_to_the_cent() {
        CouponQuestion cart = cart("9999999999999.99", "0.01");

        assertThat(lines(reckon(cart, percent("A", "33.3333")))).containsExactly("3333330000000.00", "0.00");
        assertThat(lines(reckon(cart, fixed("A", "9000000000000000")))).containsExactly("9999999999999.99", "0.01");
    }

    /** Random carts and coupons: parts are never below 0, never more than their line, and sum to what the coupons say. */
    @ParameterizedTest
    @ValueSource(strings = {"XOF", "ETB", "KWD"})
    void parts_sum_exactly_whatever_the_cart(String code) {
        Currency currency = Currency.getInstance(code);
        var random = new Random(20260501);
        for (int round = 0; round < 5000; round++) {
            long largest = round % 10 == 0 ? 1_000_000_000_000_000L : 100_000;
            List<CouponLine> lines = LongStream.generate(() -> random.nextLong(largest))
                    .limit(1 + random.nextInt(8))
                    .mapToObj(amount -> new CouponLine(
                            random.nextInt(),
                            product(random.nextInt(5)),
                            random.nextBoolean() ? Set.of(COFFEE) : Set.of(),
                            new Money(amount, currency)))
                    .toList();
            var cart = new CouponQuestion(
                    STORE, currency, HANA, Map.of(), NOON, lines, new Money(random.nextLong(largest), currency));
            List<Coupon> coupons = IntStream.range(0, random.nextInt(5))
                    .mapToObj(i -> random(random, "C" + i, currency, largest))
                    .toList();

            CouponResult result = Coupons.evaluate(cart, coupons);

            for (CouponLine line : lines) {
                assertThat(result.lineDiscounts().get(line.index())).isBetween(Money.zero(currency), line.amount());
            }
            assertThat(result.shippingDiscount()).isBetween(Money.zero(currency), cart.shipping());
            assertThat(Money.sum(currency, result.amounts().values()))
                    .isEqualTo(
                            Money.sum(currency, result.lineDiscounts().values()).plus(result.shippingDiscount()));
            assertThat(result.discounts().size() + result.refusals().size()).isEqualTo(coupons.size());
            List<Coupon> shuffled = new ArrayList<>(coupons);
            Collections.shuffle(shuffled, random);
            if (coupons.stream().allMatch(Coupon::combinable)) {
                assertThat(Coupons.evaluate(cart, shuffled)).isEqualTo(result);
            }
        }
    }

    private static Coupon random(Random random, String code, Currency currency, long largest) {
        UnaryOperator<SampleCoupon> scope = made -> random.nextBoolean()
                ? made
                : made.only(List.of(product(random.nextInt(5))), random.nextBoolean() ? List.of(COFFEE) : List.of());
        SampleCoupon made = switch (random.nextInt(3)) {
            case 0 -> SampleCoupon.fixed(code, new Money(1 + random.nextLong(largest), currency));
            case 1 ->
                SampleCoupon.percent(
                        code, new BigDecimal(BigInteger.valueOf(1 + random.nextInt(1_000_000)), 4).toPlainString());
            default -> shipping(code);
        };
        SampleCoupon scoped = scope.apply(made);
        return (random.nextInt(6) == 0 ? scoped.alone() : scoped).coupon();
    }
}
