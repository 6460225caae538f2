package io.merkato.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceTurnsTest {

    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-11-22T11:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final PriceTurns turns = new PriceTurns(
            NINE,
            List.of(new PriceTurns.Span(null, TEN), new PriceTurns.Span(TEN, null)),
            List.of(new PriceTurns.Span(ELEVEN, NOON)));

    @Test
    void prices_hold_until_a_list_or_a_sale_begins_or_ends() {
        assertThat(turns.next(NINE)).isEqualTo(TEN);
        assertThat(turns.next(TEN)).isEqualTo(ELEVEN);
        assertThat(turns.next(NOON)).isEqualTo(Instant.MAX);
    }

    @Test
    void of_what_was_before_it_was_read_nothing_is_known() {
        assertThat(turns.steady(NINE)).isTrue();
        assertThat(turns.steady(NINE.minusMillis(1))).isFalse();
    }

    @Test
    void while_a_sale_runs_nothing_stays_the_same() {
        assertThat(turns.steady(ELEVEN.minusMillis(1))).isTrue();
        assertThat(turns.steady(ELEVEN)).isFalse();
        assertThat(turns.steady(NOON)).isTrue();
    }
}
