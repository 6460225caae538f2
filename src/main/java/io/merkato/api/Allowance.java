package io.merkato.api;

/** How much a caller may still ask for. Stands in a request's context under {@link #KEY}. */
public interface Allowance {

    String KEY = Allowance.class.getName();

    /**
     * Takes what the operation may cost at most, before anything of it runs.
     *
     * @throws Fault where it is more than an operation may cost, or more than is left
     */
    void take(QueryCost cost);

    /**
     * Counts one more object of the answer, while it is made.
     *
     * @throws Fault where they are many more than an operation may cost: lists that name no size may be longer than estimated, and each within the next
     */
    void count();
}
