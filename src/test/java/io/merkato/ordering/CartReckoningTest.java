package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.catalog.Product;
import io.merkato.catalog.ProductKind;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.promotion.Coupon;
import io.merkato.promotion.CouponKind;
import io.merkato.promotion.CouponLine;
import io.merkato.promotion.CouponQuestion;
import io.merkato.promotion.CouponResult;
import io.merkato.promotion.CouponStatus;
import io.merkato.promotion.Coupons;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Carts of any prices up to 10^15 minor units, rates and coupons, in stores whose prices have the tax in them and in others: each figure
 * is exactly the sum of its parts, none is below 0, and the order says what the cart said.
 */
class CartReckoningTest {

    private static final int DRAWS = 1_000;
    private static final long MOST = 1_000_000_000_000_000L;
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Store.Id STORE = new Store.Id(new UUID(7, 1));

    @ParameterizedTest
    @CsvSource({"XOF, false", "XOF, true", "ETB, false", "ETB, true", "KWD, false", "KWD, true"})
    void every_figure_is_the_sum_of_its_parts(Currency currency, boolean pricesIncludeTax) {
        long first = 20_260_501;
        for (long seed = first; seed < first + DRAWS; seed++) {
            try {
                check(new Random(seed), currency, pricesIncludeTax);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    private static void check(Random random, Currency currency, boolean pricesIncludeTax) {
        CartQuote quote = quote(random, currency, pricesIncludeTax);
        NewOrder order = CartOrder.of(quote, new Order.Id(new UUID(1, 1)), NOON);
        Totals totals = quote.totals();

        List<LineAmounts> all = Stream.concat(
                        quote.lines().stream().map(QuotedLine::amounts), Stream.of(quote.shipping()))
                .toList();
        for (LineAmounts part : all) {
            assertThat(List.of(part.subtotal(), part.discount(), part.tax(), part.total()))
                    .allMatch(amount -> amount.minorUnits() >= 0);
            assertThat(part.discount()).isEqualTo(sum(currency, part.discounts(), Discount::amount));
            assertThat(part.total()).isEqualTo(total(part.subtotal(), part.discount(), part.tax(), pricesIncludeTax));
        }
        for (QuotedLine line : quote.lines()) {
            assertThat(line.subtotal().minorUnits())
                    .isEqualTo(Objects.requireNonNull(line.unitPrice()).minorUnits() * line.quantity());
            assertThat(line.tax().minorUnits())
                    .isEqualTo(tax(line.subtotal().minus(line.discount()), line.taxRate(), pricesIncludeTax));
        }
        assertThat(totals.total()).isEqualTo(sum(currency, all, LineAmounts::total));
        assertThat(totals.total())
                .isEqualTo(total(
                        totals.subtotal().plus(totals.shipping()), totals.discount(), totals.tax(), pricesIncludeTax));
        assertThat(totals.discount())
                .isEqualTo(sum(currency, quote.discounts(), Discount::amount))
                .isEqualTo(Money.sum(currency, quote.coupons().values()));
        assertThat(order.totals()).isEqualTo(totals);
        assertThat(order.lines().stream().map(NewOrder.Line::amounts))
                .containsExactlyElementsOf(
                        quote.lines().stream().map(QuotedLine::amounts).toList());
    }

    private static Money total(Money subtotal, Money discount, Money tax, boolean pricesIncludeTax) {
        Money left = subtotal.minus(discount);
        return pricesIncludeTax ? left : left.plus(tax);
    }

    /** Reckoned another way: in whole numbers of any size, half up. */
    private static long tax(Money left, OrderLine.@Nullable Tax tax, boolean pricesIncludeTax) {
        BigInteger amount = BigInteger.valueOf(left.minorUnits());
        BigInteger rate = BigInteger.valueOf(tax == null ? 0 : tax.rate().partsPerMillion());
        BigInteger whole = BigInteger.valueOf(1_000_000);
        return pricesIncludeTax
                ? amount.subtract(halfUp(amount.multiply(whole), whole.add(rate)))
                        .longValueExact()
                : halfUp(amount.multiply(rate), whole).longValueExact();
    }

    private static BigInteger halfUp(BigInteger dividend, BigInteger divisor) {
        return dividend.shiftLeft(1).add(divisor).divide(divisor.shiftLeft(1));
    }

    private static <T> Money sum(Currency currency, List<T> parts, Function<T, Money> amount) {
        return Money.sum(currency, parts.stream().map(amount).toList());
    }

    private static CartQuote quote(Random random, Currency currency, boolean pricesIncludeTax) {
        Cart cart = cart(currency);
        List<CartLine> lines = IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(i -> line(random, cart, i, currency))
                .toList();
        var shipping = new Money(random.nextInt(4) == 0 ? 0 : random.nextLong(1_000_000), currency);
        CouponResult off = off(random, lines, shipping);
        List<QuotedLine> quoted = IntStream.range(0, lines.size())
                .mapToObj(i -> quoted(lines.get(i), CartQuotes.discounts(off, i), tax(random), pricesIncludeTax))
                .toList();
        OrderLine.Tax shippingTax = tax(random);
        return new CartQuote(
                cart,
                pricesIncludeTax,
                quoted,
                List.of(),
                null,
                LineAmounts.of(shipping, CartQuotes.shippingDiscounts(off), rate(shippingTax), pricesIncludeTax),
                shippingTax,
                off.discounts(),
                null,
                List.of());
    }

    private static QuotedLine quoted(
            CartLine line, List<Discount> discounts, OrderLine.@Nullable Tax tax, boolean pricesIncludeTax) {
        Money unit = Objects.requireNonNull(line.priceOverride());
        var item = new SaleItem(
                line.variantId(),
                new Product.Id(line.variantId().value()),
                ProductKind.SIMPLE,
                "CUP",
                "Cup",
                Map.of(),
                250,
                true,
                Set.of(),
                Map.of());
        return new QuotedLine(
                line,
                item,
                null,
                tax,
                LineAmounts.of(unit.times(line.quantity()), discounts, rate(tax), pricesIncludeTax));
    }

    private static CartLine line(Random random, Cart cart, int number, Currency currency) {
        long quantity = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(9_999);
        long most = LongStream.of(10, 1_000, 1_000_000, MOST / quantity).toArray()[random.nextInt(4)];
        return new CartLine(
                new CartLine.Id(new UUID(2, number)),
                cart.id(),
                new ProductVariant.Id(new UUID(3, number)),
                quantity,
                List.of(),
                new Money(random.nextLong(1 + most), currency),
                null);
    }

    private static CouponResult off(Random random, List<CartLine> lines, Money shipping) {
        Currency currency = shipping.currency();
        var question = new CouponQuestion(
                STORE,
                currency,
                null,
                Map.of(),
                NOON,
                IntStream.range(0, lines.size())
                        .mapToObj(i -> new CouponLine(
                                i,
                                new Product.Id(lines.get(i).variantId().value()),
                                Set.of(),
                                Objects.requireNonNull(lines.get(i).priceOverride())
                                        .times(lines.get(i).quantity())))
                        .toList(),
                shipping);
        var coupons = new ArrayList<Coupon>();
        for (int i = random.nextInt(4); i > 0; i--) {
            coupons.add(coupon(random, i, currency));
        }
        return Coupons.evaluate(question, coupons);
    }

    private static Coupon coupon(Random random, int number, Currency currency) {
        CouponKind kind = CouponKind.values()[random.nextInt(CouponKind.values().length)];
        long most = random.nextBoolean() ? 10_000 : MOST;
        boolean every = random.nextBoolean();
        return new Coupon(
                new Coupon.Id(new UUID(4, number)),
                "C" + number,
                null,
                null,
                kind,
                CouponStatus.ACTIVE,
                kind == CouponKind.FIXED ? new Money(1 + random.nextLong(most), currency) : null,
                kind == CouponKind.PERCENTAGE ? new Rate(1 + random.nextLong(1_000_000)) : null,
                null,
                null,
                null,
                null,
                null,
                0,
                true,
                every,
                every ? List.of() : List.of(new Product.Id(new UUID(3, 0)), new Product.Id(new UUID(3, 2))),
                List.of(),
                true,
                List.of(),
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    /** None, whole percents, which meet ties, and any. */
    private static OrderLine.@Nullable Tax tax(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1, 2, 3 -> new OrderLine.Tax("VAT", new Rate(10_000 * random.nextLong(101)));
            default -> new OrderLine.Tax("VAT", new Rate(random.nextLong(1_000_001)));
        };
    }

    private static @Nullable Rate rate(OrderLine.@Nullable Tax tax) {
        return tax == null ? null : tax.rate();
    }

    private static Cart cart(Currency currency) {
        return new Cart(
                new Cart.Id(new UUID(1, 2)),
                STORE,
                SalesChannel.ONLINE,
                null,
                true,
                currency,
                Locale.ENGLISH,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                CartStatus.OPEN,
                null,
                NOON,
                NOON,
                NOON,
                1);
    }
}
