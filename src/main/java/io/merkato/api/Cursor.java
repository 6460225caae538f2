package io.merkato.api;

import java.util.function.Function;

/** The place of a row in its list. It is written, and signed, only where somebody reads it. */
public final class Cursor {

    private final String values;
    private final Function<String, String> signed;

    public Cursor(String values, Function<String, String> signed) {
        this.values = values;
        this.signed = signed;
    }

    @Override
    public String toString() {
        return signed.apply(values);
    }
}
