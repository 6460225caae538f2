package io.merkato.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A {@link ProductWhere} as JSON, for a shopper's next click: to be passed back as it is. */
final class ReadyFilter {

    private ReadyFilter() {}

    /** {@code {"category": {"slug": {"eq": "coffee"}}}} */
    static Map<String, Object> only(String field, String key, String value) {
        return Map.of(field, Map.of(key, Map.of("eq", value)));
    }

    /** {@code {"brand": {"slug": {"oneOf": ["tomoca"]}}}}; empty where no value is left. */
    static Map<String, Object> oneOf(String field, String key, List<String> values) {
        return values.isEmpty() ? Map.of() : Map.of(field, Map.of(key, Map.of("oneOf", values)));
    }

    /** {@code {"attributes": [{"code": "roast", "match": {"options": ["light"]}}]}}; no condition where no value is left. */
    static Map<String, Object> attribute(Attribute attribute, List<String> values) {
        if (values.isEmpty()) {
            return Map.of("attributes", List.of());
        }
        Map<String, Object> match = switch (attribute.type()) {
            case BOOLEAN ->
                values.size() > 1 ? Map.of("exists", true) : Map.of("flag", Boolean.valueOf(values.getFirst()));
            case TEXT -> Map.of("text", Map.of("oneOf", values));
            default -> Map.of("options", values);
        };
        var condition = new LinkedHashMap<String, Object>();
        condition.put("code", attribute.code());
        condition.put("match", match);
        return Map.of("attributes", List.of(condition));
    }

    /** What is selected once this value has been clicked: with it, or without it where it was selected. */
    static List<String> toggled(Collection<String> selected, String value) {
        var values = new LinkedHashSet<>(selected);
        if (!values.remove(value)) {
            values.add(value);
        }
        return List.copyOf(values);
    }
}
