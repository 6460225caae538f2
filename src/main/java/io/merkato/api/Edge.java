package io.merkato.api;

/** An item of a page and its place in the list. */
public record Edge<T>(Cursor cursor, T node) {}
