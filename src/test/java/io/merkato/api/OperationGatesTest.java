package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@MerkatoTest
class OperationGatesTest {

    private final List<OperationGate> gates;

    OperationGatesTest(List<OperationGate> gates) {
        this.gates = gates;
    }

    /** As {@link OperationGate} says. */
    @Test
    void who_is_refused_hears_so_before_it_costs_anything_and_what_is_remembered_is_remembered_last() {
        assertThat(gates)
                .extracting(gate -> gate.getClass().getSimpleName())
                .containsExactly(
                        "Gate",
                        "OperationKinds",
                        "InContext",
                        "CacheHints",
                        "OperationLimits",
                        "KeptAnswers",
                        "OnceValid");
    }
}
