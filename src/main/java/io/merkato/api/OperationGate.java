package io.merkato.api;

import graphql.execution.ExecutionContext;

/** Looks at an operation that is valid, before anything of it runs. */
public interface OperationGate {

    /** Throws a {@link Fault} where it may not run. */
    void admit(ExecutionContext execution);
}
