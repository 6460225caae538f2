package io.merkato.api;

import graphql.GraphQLContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that answers to nobody in particular rest on. While every premise of an answer is what it was, a document that reads nothing but
 * content is answered as it was, and need not be carried out. They are asked in their order; the first says which tenant and store it is about.
 */
public interface Premise {

    /** The headers of a request that it goes by. */
    default List<String> headers() {
        return List.of();
    }

    /**
     * What it is, for this request.
     *
     * @param context what the premises before found out, as controllers find it
     * @return to be compared, and kept as long as the answer, so small whatever callers write; null where the answer is for the caller alone
     * @throws Fault where the request would be refused
     */
    @Nullable
    Object now(HttpServletRequest request, RequestedDocument document, GraphQLContext context);
}
