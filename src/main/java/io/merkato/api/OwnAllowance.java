package io.merkato.api;

import java.util.concurrent.atomic.AtomicInteger;

/** What one query may come to that the product itself asks, for nobody who pays: what is asked for is a tenant's to say, and the node is everybody's. */
final class OwnAllowance implements Allowance {

    static final int COST = 5_000;
    static final int OBJECTS = 10_000;

    private final AtomicInteger objects = new AtomicInteger();

    @Override
    public void take(QueryCost cost) {
        if (cost.requested() > COST) {
            throw Fault.of(FaultCode.QUERY_TOO_COMPLEX, tooDear(cost.requested()));
        }
    }

    static String tooDear(long requested) {
        return "It may cost %d; %d is the most. Ask for shorter pages or for less of each.".formatted(requested, COST);
    }

    @Override
    public void count() {
        if (objects.incrementAndGet() > OBJECTS) {
            throw Fault.of(
                    FaultCode.QUERY_TOO_COMPLEX,
                    "The answer has more than %d objects. Ask for fewer lists within each other.".formatted(OBJECTS));
        }
    }
}
