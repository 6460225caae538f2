package io.merkato.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule of the money policy with an example to the cent. */
class MoneyTest {

    private static final Currency ETB = Currency.getInstance("ETB");
    private static final Currency XOF = Currency.getInstance("XOF");
    private static final Currency KWD = Currency.getInstance("KWD");
    private static final Rate FIFTEEN_PERCENT = Rate.ofPercent(new BigDecimal("15"));

    @Test
    void half_a_cent_rounds_away_from_zero() {
        assertThat(etb("0.10").portion(FIFTEEN_PERCENT)).isEqualTo(etb("0.02"));
        assertThat(etb("-0.10").portion(FIFTEEN_PERCENT)).isEqualTo(etb("-0.02"));
        assertThat(etb("0.09").portion(FIFTEEN_PERCENT)).isEqualTo(etb("0.01"));
    }

    @Test
    void an_amount_of_a_row_is_money_in_the_currency_that_is_said() {
        assertThat(etb("12.50").withoutCurrency()).isEqualTo(new MinorUnits(1250));
        assertThat(new MinorUnits(1250).in(XOF)).isEqualTo(Money.of(new BigDecimal("1250"), XOF));
        assertThat(MinorUnits.of(null)).isNull();
    }

    @Test
    void a_rate_is_exact_to_four_decimals_of_a_percent_and_refuses_a_fifth() {
        assertThat(Rate.ofPercent(new BigDecimal("8.3750"))).isEqualTo(new Rate(83_750));
        assertThat(new Rate(83_750).percent()).hasToString("8.375");
        assertThat(new Rate(1_000_000).percent()).hasToString("100");
        assertThat(etb("100000.00").portion(Rate.ofPercent(new BigDecimal("0.0001"))))
                .isEqualTo(etb("0.10"));
        assertThatThrownBy(() -> Rate.ofPercent(new BigDecimal("0.00001"))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rate.ofPercent(new BigDecimal("1e30"))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rate.ofPercent(new BigDecimal("-1"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rate.ofPercent(new BigDecimal("1000.0001")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** 3 × 33.33 less 5.00 is 94.99; 15 % of it is 14.2485. By unit it would be 3 × 5.00 before the discount. */
    @Test
    void a_net_priced_line_is_taxed_once_on_unit_times_quantity_after_discounts() {
        assertThat(TaxedAmount.ofNet(etb("33.33").times(3).minus(etb("5.00")), FIFTEEN_PERCENT))
                .isEqualTo(new TaxedAmount(etb("94.99"), etb("14.25"), etb("109.24")));
    }

    /** 94.99 / 1.15 is 82.6 exactly; 0.10 / 1.15 is 0.08695…, so a cent of tax. */
    @Test
    void a_gross_priced_line_has_its_net_rounded_and_the_rest_is_tax() {
        assertThat(TaxedAmount.ofGross(etb("94.99"), FIFTEEN_PERCENT))
                .isEqualTo(new TaxedAmount(etb("82.60"), etb("12.39"), etb("94.99")));
        assertThat(TaxedAmount.ofGross(etb("0.10"), FIFTEEN_PERCENT))
                .isEqualTo(new TaxedAmount(etb("0.09"), etb("0.01"), etb("0.10")));
    }

    /** 18 % of 1 250 francs are 225; of 1 253, 225.54. There is no half franc. */
    @Test
    void a_currency_without_decimals_rounds_to_the_whole() {
        var rate = Rate.ofPercent(new BigDecimal("18"));
        assertThat(TaxedAmount.ofNet(new Money(1_253, XOF), rate))
                .isEqualTo(new TaxedAmount(new Money(1_253, XOF), new Money(226, XOF), new Money(1_479, XOF)));
        assertThat(TaxedAmount.ofGross(new Money(1_000, XOF), rate))
                .isEqualTo(new TaxedAmount(new Money(847, XOF), new Money(153, XOF), new Money(1_000, XOF)));
    }

    /** 5 % of 1.250 dinars are 0.0625. */
    @Test
    void a_currency_with_three_decimals_keeps_them() {
        assertThat(TaxedAmount.ofNet(new Money(1_250, KWD), Rate.ofPercent(new BigDecimal("5")))
                        .tax())
                .isEqualTo(new Money(63, KWD));
    }

    @Test
    void no_tax_leaves_the_amount_as_it_is() {
        assertThat(TaxedAmount.ofNet(etb("9.99"), Rate.ZERO)).isEqualTo(TaxedAmount.ofGross(etb("9.99"), Rate.ZERO));
    }

    /** 10.00 over lines of 30, 30 and 40 would be 3, 3 and 4; over three equal ones a cent is left for the first. */
    @Test
    void a_discount_is_split_by_largest_remainder_and_ties_go_to_the_earlier_line() {
        assertThat(etb("10.00").split(List.of(etb("30"), etb("30"), etb("40"))))
                .containsExactly(etb("3.00"), etb("3.00"), etb("4.00"));
        assertThat(etb("10.00").split(List.of(etb("7"), etb("7"), etb("7"))))
                .containsExactly(etb("3.34"), etb("3.33"), etb("3.33"));
        assertThat(etb("0.02").split(List.of(etb("1"), etb("1"), etb("1"))))
                .containsExactly(etb("0.01"), etb("0.01"), etb("0.00"));
    }

    /** 1.00 over 1 : 2 : 3 is 16.67, 33.33 and 50 cents: 16 + 33 + 50 leave one, which goes to the remainder of 0.67. */
    @Test
    void the_largest_remainder_goes_first_wherever_it_stands() {
        assertThat(etb("1.00").splitBy(List.of(2L, 1L, 3L))).containsExactly(etb("0.33"), etb("0.17"), etb("0.50"));
        assertThat(etb("-1.00").splitBy(List.of(2L, 1L, 3L))).containsExactly(etb("-0.33"), etb("-0.17"), etb("-0.50"));
    }

    @Test
    void a_line_of_nothing_gets_nothing_and_lines_all_of_nothing_share_alike() {
        assertThat(etb("1.00").split(List.of(etb("0"), etb("3"), etb("0"))))
                .containsExactly(etb("0.00"), etb("1.00"), etb("0.00"));
        assertThat(etb("0.03").split(List.of(etb("0"), etb("0")))).containsExactly(etb("0.02"), etb("0.01"));
        assertThatThrownBy(() -> etb("1.00").split(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> etb("1.00").split(List.of(etb("-1"), etb("2"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** 10.00 for three: 3.33, 3.34 and 3.33, and so 6.67 for the first two. */
    @Test
    void refunds_of_single_units_sum_to_what_was_charged() {
        assertThat(etb("10.00").units(0, 1, 3)).isEqualTo(etb("3.33"));
        assertThat(etb("10.00").units(1, 1, 3)).isEqualTo(etb("3.34"));
        assertThat(etb("10.00").units(2, 1, 3)).isEqualTo(etb("3.33"));
        assertThat(etb("10.00").units(0, 2, 3)).isEqualTo(etb("6.67"));
        assertThatThrownBy(() -> etb("10.00").units(2, 2, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> etb("10.00").units(-1, 1, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void currencies_do_not_mix_and_what_does_not_fit_is_no_other_number() {
        var most = new Money(Long.MAX_VALUE, ETB);
        for (Consumer<Money> mix : List.<Consumer<Money>>of(
                etb("1")::plus, etb("1")::minus, etb("1")::compareTo, one -> etb("1").split(List.of(one)))) {
            assertThatThrownBy(() -> mix.accept(new Money(1, XOF))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> most.plus(etb("0.01"))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> etb("-0.02").minus(most)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.portion(Rate.ofPercent(new BigDecimal("100.0001"))))
                .isInstanceOf(ArithmeticException.class);
        assertThat(most.splitBy(List.of(Long.MAX_VALUE, Long.MAX_VALUE)))
                .containsExactly(new Money(Long.MAX_VALUE / 2 + 1, ETB), new Money(Long.MAX_VALUE / 2, ETB));
    }

    /** Three lines of 0.10 with 0.015 of tax each: by line 0.06, where 15 % of the sum would be 0.05. */
    @Test
    void totals_are_sums_of_lines_and_are_not_rounded_again() {
        TaxedAmount line = TaxedAmount.ofNet(etb("0.10"), FIFTEEN_PERCENT);

        assertThat(TaxedAmount.zero(ETB).plus(line).plus(line).plus(line))
                .isEqualTo(new TaxedAmount(etb("0.30"), etb("0.06"), etb("0.36")));
        assertThat(TaxedAmount.ofNet(etb("0.30"), FIFTEEN_PERCENT).tax()).isEqualTo(etb("0.05"));
        assertThatThrownBy(() -> new TaxedAmount(etb("0.30"), etb("0.06"), etb("0.35")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** 10.00 off 33.33 × 3, 20.00 and 7.50: 7.84 + 1.57 + 0.59, each taxed after its part; tax 13.82 + 2.76 + 1.04. */
    @Test
    void an_order_level_discount_is_split_before_the_lines_are_taxed() {
        List<Money> lines = List.of(etb("33.33").times(3), etb("20.00"), etb("7.50"));
        List<Money> parts = etb("10.00").split(lines);
        List<TaxedAmount> taxed = IntStream.range(0, lines.size())
                .mapToObj(i -> TaxedAmount.ofNet(lines.get(i).minus(parts.get(i)), FIFTEEN_PERCENT))
                .toList();

        assertThat(parts).containsExactly(etb("7.84"), etb("1.57"), etb("0.59"));
        assertThat(taxed)
                .containsExactly(
                        new TaxedAmount(etb("92.15"), etb("13.82"), etb("105.97")),
                        new TaxedAmount(etb("18.43"), etb("2.76"), etb("21.19")),
                        new TaxedAmount(etb("6.91"), etb("1.04"), etb("7.95")));
        assertThat(taxed.stream().reduce(TaxedAmount.zero(ETB), TaxedAmount::plus))
                .isEqualTo(new TaxedAmount(etb("117.49"), etb("17.62"), etb("135.11")));
    }

    private static Money etb(String amount) {
        return Money.of(new BigDecimal(amount), ETB);
    }
}
