package io.merkato.api;

import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where whole answers that rest on nothing but a tenant's content are remembered, so that what is asked again need not be carried out. */
public interface AnswerMemory {

    /** Whether what this caller asks may be remembered, if the schema lets it. */
    boolean takes(GraphQLContext context);

    /** Where the answer of an operation of such a caller belongs, which has been admitted; null where it is not worth a place. */
    @Nullable
    Place place(ExecutionContext execution);

    /** Of one operation with its variables, at what the tenant's content was when this was asked for. */
    interface Place {

        @Nullable
        Answer find();

        void keep(Answer answer);
    }

    /**
     * An answer without an error.
     *
     * @param until from when on it may be another one, though nothing was written
     */
    record Answer(Map<String, Object> data, Instant until) {}
}
