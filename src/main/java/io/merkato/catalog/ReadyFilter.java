package io.merkato.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link ProductWhere} as JSON, for a shopper's next click: to be passed back as it is. */
final class ReadyFilter {

    private ReadyFilter() {}

    /** {@code {"brand": {"slug": {"eq": "tomoca"}}}} */
    static Map<String, Object> of(String field, String key, String value) {
        return Map.of(field, Map.of(key, Map.of("eq", value)));
    }

    /** {@code {"attributes": [{"code": "roast", "match": {"options": ["light"]}}]}} */
    static Map<String, Object> attribute(Attribute attribute, String value) {
        Map<String, Object> match = switch (attribute.type()) {
            case BOOLEAN -> Map.of("flag", Boolean.valueOf(value));
            case TEXT -> Map.of("text", Map.of("eq", value));
            default -> Map.of("options", List.of(value));
        };
        var condition = new LinkedHashMap<String, Object>();
        condition.put("code", attribute.code());
        condition.put("match", match);
        return Map.of("attributes", List.of(condition));
    }
}
