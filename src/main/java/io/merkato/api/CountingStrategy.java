package io.merkato.api;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.introspection.Introspection;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLScalarType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;

/** Counts the objects and the texts of an answer while it is made, also those beneath what a mutation or an event brings. */
class CountingStrategy extends AsyncExecutionStrategy {

    /** Shorter texts are no larger than what stands around them. */
    private static final int LONG = 100;

    CountingStrategy(List<DataFetcherExceptionResolver> exceptions) {
        super(DataFetcherExceptionResolver.createExceptionHandler(exceptions));
    }

    @Override
    protected Object executeObject(ExecutionContext execution, ExecutionStrategyParameters parameters) {
        Allowance allowance = execution.getGraphQLContext().get(Allowance.KEY);
        if (allowance != null && !isOfSchema(parameters)) {
            allowance.size().object();
        }
        return super.executeObject(execution, parameters);
    }

    @Override
    protected Object completeValueForScalar(
            ExecutionContext execution, ExecutionStrategyParameters parameters, GraphQLScalarType type, Object result) {
        Object value = super.completeValueForScalar(execution, parameters, type, result);
        int length = length(value);
        if (length >= LONG) {
            Allowance allowance = execution.getGraphQLContext().get(Allowance.KEY);
            if (allowance != null) {
                allowance.size().text(length);
            }
        }
        return value;
    }

    /** Of all texts in it, as JSON has any number of them. */
    private static int length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case Map<?, ?> object -> length(object.values());
            case Collection<?> list -> {
                int sum = 0;
                for (Object each : list) {
                    sum += 1 + length(each);
                }
                yield sum;
            }
            case null, default -> 0;
        };
    }

    /** Tools read the whole schema in one operation, which costs nothing; graphql-java itself refuses to go around in it. */
    private static boolean isOfSchema(ExecutionStrategyParameters parameters) {
        return parameters.getExecutionStepInfo().getUnwrappedNonNullType() instanceof GraphQLNamedType type
                && Introspection.isIntrospectionTypes(type);
    }
}
