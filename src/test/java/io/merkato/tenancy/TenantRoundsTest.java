package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.api.Fault;
import io.merkato.api.Uuid7;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TenantRoundsTest {

    private final List<Tenant.Id> waiting =
            Stream.generate(() -> new Tenant.Id(Uuid7.next())).limit(102).toList();
    private final List<Tenant.Id> served = new ArrayList<>();
    private final TenantRounds rounds = new TenantRounds("Tests");

    private boolean serve(Tenant.Id tenant) {
        if (waiting.indexOf(tenant) < 2) {
            throw Fault.throttled("Too many requests to this tenant run at once.", "REQUESTS_AT_ONCE", 1);
        }
        return served.add(tenant);
    }

    @Test
    void who_cannot_be_served_keeps_nobody_else_waiting_and_is_not_first_again() {
        assertThat(rounds.serve(most -> waiting.subList(0, most), this::serve)).isTrue();
        assertThat(served).isEqualTo(waiting.subList(2, 100));
        served.clear();
        rounds.serve(most -> waiting.subList(0, most), this::serve);
        assertThat(served).isEqualTo(waiting.subList(2, 102));
    }

    @Test
    void there_is_more_to_do_only_where_something_was_done() {
        assertThat(rounds.serve(most -> waiting.subList(0, 2), this::serve)).isFalse();
        assertThat(rounds.serve(most -> waiting.subList(2, 4), tenant -> false)).isFalse();
    }
}
