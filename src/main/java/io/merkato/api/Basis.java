package io.merkato.api;

import graphql.GraphQLContext;
import graphql.schema.FieldCoordinates;

/**
 * Something that moves with each order, on which answers rest: an answer that is remembered is given again only while the loader finds the same as when it was
 * made, else all is carried out. Caches outside cannot look, and keep no such answer.
 *
 * @param told the field that says what is found, so that it is remembered as all else is. It bears {@code @cacheControl(maxAge: 0)}.
 */
public record Basis<K, V>(String loader, FieldCoordinates told) {

    /** The answer of this request rests on what is found by the key being this. */
    public void is(GraphQLContext context, K key, V value) {
        Freshness asked = Freshness.of(context);
        if (asked != null) {
            asked.restsOn(new AnswerMemory.Found(loader, key, value));
        }
    }
}
