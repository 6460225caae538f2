package io.merkato.bulk;

import io.merkato.catalog.AttributeColumn;
import io.merkato.catalog.AttributeType;
import java.util.Locale;

/**
 * How the title of an attribute's column tells its type: {@code Altitude (product.metafields.measure:m.altitude)}. The namespaces
 * of other shops' exports mean nothing here; their values are text.
 */
final class AttributeNamespace {

    private AttributeNamespace() {}

    static String title(AttributeColumn column) {
        String namespace = column.type().name().toLowerCase(Locale.ROOT);
        return column.label().replaceAll("[()]", " ").strip() + " (product.metafields." + namespace
                + (column.unit() == null ? "" : ":" + column.unit()) + "." + column.code() + ")";
    }

    static AttributeColumn column(Header.Attribute column) {
        String[] namespace = column.type().split(":", 2);
        return switch (namespace[0]) {
            case "text",
                    "rich_text",
                    "integer",
                    "decimal",
                    "boolean",
                    "date",
                    "date_time",
                    "select",
                    "multi_select",
                    "colour",
                    "media" -> new AttributeColumn(column.code(), column.label(), type(namespace[0]), null);
            case "measure" ->
                namespace.length == 1
                        ? new AttributeColumn(column.code(), column.label(), AttributeType.DECIMAL, null)
                        : new AttributeColumn(column.code(), column.label(), AttributeType.MEASURE, namespace[1]);
            default -> new AttributeColumn(column.code(), column.label(), AttributeType.TEXT, null);
        };
    }

    private static AttributeType type(String namespace) {
        return AttributeType.valueOf(namespace.toUpperCase(Locale.ROOT));
    }
}
