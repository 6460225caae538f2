package io.merkato.api;

import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where whole answers that rest on nothing but a tenant's content are remembered, but for what is {@link ReadAnew}, so that what is asked again need not be
 * carried out.
 */
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
     * An answer without an error, which is shared and never changed.
     *
     * @param until from when on it may be another one, though nothing was written
     * @param holes what in it counts no more
     * @param found what it rests on, and is worth nothing without
     */
    record Answer(WrittenData data, Instant until, List<Hole> holes, List<Found> found) {}

    /** What a loader found by a key when the answer was made. */
    record Found(String loader, Object key, Object value) {}

    /**
     * Where something stands that is read anew whenever the answer is given, and by which key of which loader.
     *
     * @param otherwise what stands there where the loader finds nothing
     * @param path names, and places in lists
     */
    record Hole(String loader, Object key, @Nullable Object otherwise, List<Object> path) {}
}
