package io.merkato.api;

/** Which way a list runs. */
public enum SortDirection {
    ASC,
    DESC
}
