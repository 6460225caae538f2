package io.merkato.api;

/** What one query may come to that the product itself asks, for nobody who pays: what is asked for is a tenant's to say, and the node is everybody's. */
final class OwnAllowance implements Allowance {

    static final int COST = 5_000;
    static final long OBJECTS = 10_000;
    static final long CHARACTERS = 1_000_000;

    private final AnswerSize size = new AnswerSize(OBJECTS, CHARACTERS);

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
    public AnswerSize size() {
        return size;
    }
}
