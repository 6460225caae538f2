package io.merkato.api;

import graphql.execution.ExecutionContext;

/**
 * Looks at an operation that is valid, before anything of it runs. Gates are asked in their {@code @Order}, so that nobody is charged, and nothing is
 * remembered, for what is refused anyway:
 *
 * <ol start="0">
 *   <li>whether a credential that is not good may be used for it ({@code StaleCredentials.Gate})
 *   <li>whether its kind is taken the way it came ({@code OperationKinds})
 *   <li>{@code InContext}, which refuses nothing: it changes the store's view in the context, for all that comes after it
 *   <li>how long caches may keep its answer ({@code CacheHints}), which is noted in the context
 *   <li>whether its caller may ask for so much, which is paid and takes a place ({@code OperationLimits})
 *   <li>{@code KeptAnswers}, which refuses nothing: it looks what an answer that caches may keep will rest on
 *   <li>{@code OnceValid}, which refuses nothing: it does what waits for a document that runs, such as remembering its text
 * </ol>
 */
public interface OperationGate {

    /** Throws a {@link Fault} where it may not run. */
    void admit(ExecutionContext execution);
}
