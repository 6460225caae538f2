package io.merkato.catalog;

/** What sort of value an attribute takes. */
public enum AttributeType {
    TEXT,
    RICH_TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    DATE,
    DATE_TIME,
    SELECT,
    MULTI_SELECT,
    MEASURE,
    COLOUR,
    MEDIA,
    PRODUCT_REFERENCE,
    CATEGORY_REFERENCE;

    /** Whether its values are options of a list. */
    public boolean hasOptions() {
        return this == SELECT || this == MULTI_SELECT || this == COLOUR;
    }
}
