package io.merkato.client;

import graphql.execution.ExecutionContext;
import io.merkato.api.OperationGate;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Does what is to be done with a document only when it was found valid: one that is not is neither kept nor counted. */
@Component
@Order(6)
class OnceValid implements OperationGate {

    static final String KEY = OnceValid.class.getName();

    @Override
    public void admit(ExecutionContext execution) {
        Runnable work = execution.getGraphQLContext().get(KEY);
        if (work != null) {
            work.run();
        }
    }
}
