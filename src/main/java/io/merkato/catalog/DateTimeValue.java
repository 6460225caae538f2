package io.merkato.catalog;

import java.time.Instant;

/** A value of type DATE_TIME. */
record DateTimeValue(Attribute attribute, Instant dateTime) implements AttributeValue {

    public String display() {
        return dateTime.toString();
    }
}
