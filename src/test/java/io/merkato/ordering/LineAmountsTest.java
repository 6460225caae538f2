package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.money.Money;
import io.merkato.money.Rate;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a line comes to once it is of more or less than it was. */
class LineAmountsTest {

    private static final Currency BIRR = Currency.getInstance("ETB");

    private static Money birr(long santim) {
        return new Money(santim, BIRR);
    }

    private static LineAmounts told(long total) {
        return new LineAmounts(birr(300), List.of(), birr(0), birr(47), birr(total));
    }

    @Test
    void tax_that_was_only_told_is_in_proportion_to_what_it_is_of() {
        assertThat(told(347).at(birr(200), List.of(), null, false))
                .isEqualTo(new LineAmounts(birr(200), List.of(), birr(0), birr(31), birr(231)));
        assertThat(told(300).at(birr(400), List.of(), null, true))
                .isEqualTo(new LineAmounts(birr(400), List.of(), birr(0), birr(63), birr(400)));
    }

    @Test
    void tax_of_a_known_rate_is_of_that_rate() {
        assertThat(told(347).at(birr(200), List.of(), new Rate(100_000), false))
                .isEqualTo(new LineAmounts(birr(200), List.of(), birr(0), birr(20), birr(220)));
    }
}
