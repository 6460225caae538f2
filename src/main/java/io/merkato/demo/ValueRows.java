package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;

import io.merkato.tenancy.TenantContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What products and variants say for each attribute. */
final class ValueRows {

    private final DemoShop demo;
    private final DemoIds ids;
    private final Rows values = new Rows(ATTRIBUTE_VALUE);

    private ValueRows(DemoShop demo) {
        this.demo = demo;
        this.ids = demo.ids();
    }

    static void write(TenantContext tenant, DemoShop demo) {
        var rows = new ValueRows(demo);
        demo.products().forEach(rows::product);
        rows.values.insert(tenant);
    }

    private void product(ProductLine line) {
        line.attributes().forEach((key, text) -> {
            int dot = key.indexOf('.');
            Shop.Attribute attribute = demo.shop().attribute(dot < 0 ? key : key.substring(0, dot));
            String locale = dot < 0 ? "" : key.substring(dot + 1);
            if (attribute.type().equals("MULTI_SELECT")) {
                int position = 0;
                for (String option : text.split(",")) {
                    value(line, null, attribute, locale, position++, option);
                }
            } else {
                value(line, null, attribute, locale, 0, text);
            }
        });
        for (ProductLine.Variant variant : line.variants()) {
            for (int i = 0; i < line.axes().size(); i++) {
                Shop.Attribute axis = demo.shop().attribute(line.axes().get(i).attribute());
                value(
                        line,
                        ids.of("variant", variant.key()),
                        axis,
                        "",
                        0,
                        variant.choices().get(i).option());
            }
        }
    }

    private void value(
            ProductLine line,
            @Nullable UUID variant,
            Shop.Attribute attribute,
            String locale,
            int position,
            String text) {
        Rows.Row row = values.next()
                .set(ATTRIBUTE_VALUE.PRODUCT_ID, line.id(ids))
                .set(ATTRIBUTE_VALUE.VARIANT_ID, variant)
                .set(ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID, ids.of("set", line.set()))
                .set(ATTRIBUTE_VALUE.ATTRIBUTE_ID, ids.of("attribute", attribute.code()))
                .set(ATTRIBUTE_VALUE.TYPE, attribute.type())
                .set(ATTRIBUTE_VALUE.LOCALISED, Boolean.TRUE.equals(attribute.localised()))
                .set(ATTRIBUTE_VALUE.LEVEL, variant == null ? "PRODUCT" : "VARIANT")
                .set(ATTRIBUTE_VALUE.LOCALE, locale)
                .set(ATTRIBUTE_VALUE.POSITION, position);
        switch (attribute.type()) {
            case "TEXT", "RICH_TEXT" -> row.set(ATTRIBUTE_VALUE.TEXT_VALUE, text);
            case "INTEGER" -> row.set(ATTRIBUTE_VALUE.INTEGER_VALUE, text);
            case "DECIMAL", "MEASURE" -> row.set(ATTRIBUTE_VALUE.DECIMAL_VALUE, text);
            case "BOOLEAN" -> row.set(ATTRIBUTE_VALUE.BOOLEAN_VALUE, text);
            case "DATE" -> row.set(ATTRIBUTE_VALUE.DATE_VALUE, text);
            case "DATE_TIME" -> row.set(ATTRIBUTE_VALUE.DATE_TIME_VALUE, text);
            case "SELECT", "MULTI_SELECT", "COLOUR" ->
                row.set(ATTRIBUTE_VALUE.OPTION_ID, ids.of("option", attribute.code(), text));
            case "MEDIA" ->
                row.set(
                        ATTRIBUTE_VALUE.MEDIA_ID,
                        ids.of("media", Picture.of(demo.shop(), line).url()));
            case "PRODUCT_REFERENCE" -> row.set(ATTRIBUTE_VALUE.REFERRED_PRODUCT_ID, ids.of("product", text));
            case "CATEGORY_REFERENCE" -> row.set(ATTRIBUTE_VALUE.REFERRED_CATEGORY_ID, ids.of("category", text));
            default -> throw new IllegalArgumentException("no attribute type " + attribute.type());
        }
    }
}
