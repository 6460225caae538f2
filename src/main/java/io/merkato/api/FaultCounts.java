package io.merkato.api;

import graphql.GraphQLError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Counts by their codes what callers were refused, and what failed for them. */
@Component
public final class FaultCounts {

    private final Map<FaultCode, Counter> counters = new EnumMap<>(FaultCode.class);

    FaultCounts(MeterRegistry registry) {
        for (FaultCode code : FaultCode.values()) {
            counters.put(
                    code,
                    Counter.builder("merkato.faults")
                            .description("Errors that were answered, by code")
                            .tag("code", code.name())
                            .register(registry));
        }
    }

    void count(List<GraphQLError> errors) {
        for (GraphQLError error : errors) {
            if (error instanceof FaultError known) {
                count(known.fault());
            }
        }
    }

    public void count(Fault fault) {
        Objects.requireNonNull(counters.get(fault.code())).increment();
    }
}
