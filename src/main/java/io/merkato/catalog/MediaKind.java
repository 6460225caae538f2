package io.merkato.catalog;

/** What sort of file a medium is. */
public enum MediaKind {
    IMAGE,
    VIDEO,
    MODEL,
    FILE
}
