package io.merkato.api;

import graphql.GraphQLContext;

/** Has a say when an answer is given once more without being carried out, in their order. */
public interface Repetition {

    /**
     * Notes that it is given again.
     *
     * @param context what the premises found out, as controllers find it
     * @throws Fault where it may not be
     */
    void admit(GraphQLContext context);
}
