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

    /** What is counted of the answer, while it is made. */
    AnswerSize size();
}
