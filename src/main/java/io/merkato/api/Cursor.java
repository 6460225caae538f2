package io.merkato.api;

import java.util.List;
import java.util.function.Function;

/** The place of a row in its list. It is written, and signed, only where somebody reads it. */
public final class Cursor {

    private final List<?> values;
    private final Function<List<?>, String> written;

    /** @param values what the row has in the fields of the list's order */
    public Cursor(List<?> values, Function<List<?>, String> written) {
        this.values = values;
        this.written = written;
    }

    @Override
    public String toString() {
        return written.apply(values);
    }
}
