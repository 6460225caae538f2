package io.merkato.catalog;

import static java.util.Objects.requireNonNull;

/** A value of type COLOUR. */
record ColourValue(Attribute attribute, AttributeOption option) implements AttributeValue {

    public String colour() {
        return requireNonNull(option.colour());
    }
}
