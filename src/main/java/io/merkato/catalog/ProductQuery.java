package io.merkato.catalog;

import io.merkato.api.Fault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One list of products as a caller wants it.
 *
 * @param search words to look for; null for none
 * @param attributes those that the list names, by code
 */
record ProductQuery(ProductWhere where, @Nullable String search, ProductSort sort, Map<String, Attribute> attributes) {

    /** Whether it is about all products, in an order that everything has. */
    boolean isPlain() {
        return where.equals(ProductWhere.ALL) && search == null && sort.attribute() == null;
    }

    Attribute attribute(String code) {
        Attribute attribute = attributes.get(code);
        if (attribute == null) {
            throw Fault.badInput("There is no attribute with the code '" + code + "'.");
        }
        return attribute;
    }
}
