package io.merkato.client;

/** What an operation does; the schema's enum of the same name describes it. */
public enum OperationKind {
    QUERY,
    MUTATION,
    SUBSCRIPTION
}
