package io.merkato.api;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.introspection.Introspection;
import graphql.schema.GraphQLNamedType;
import java.util.List;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;

/** Counts the objects of an answer while it is made, also those beneath what a mutation or an event brings, so that none grows without end. */
class CountingStrategy extends AsyncExecutionStrategy {

    CountingStrategy(List<DataFetcherExceptionResolver> exceptions) {
        super(DataFetcherExceptionResolver.createExceptionHandler(exceptions));
    }

    @Override
    protected Object executeObject(ExecutionContext execution, ExecutionStrategyParameters parameters) {
        Allowance allowance = execution.getGraphQLContext().get(Allowance.KEY);
        if (allowance != null && !isOfSchema(parameters)) {
            allowance.count();
        }
        return super.executeObject(execution, parameters);
    }

    /** Tools read the whole schema in one operation, which costs nothing; graphql-java itself refuses to go around in it. */
    private static boolean isOfSchema(ExecutionStrategyParameters parameters) {
        return parameters.getExecutionStepInfo().getUnwrappedNonNullType() instanceof GraphQLNamedType type
                && Introspection.isIntrospectionTypes(type);
    }
}
