package io.merkato.demo;

import java.util.List;

/**
 * The statements of {@link GeneratedProducts}. They write at once what the database would otherwise add by a second version of each row,
 * whether a product is available and which options a variant stands for: its triggers then find nothing to change.
 *
 * <p>Their parts: 0 tenant, 1 end of ids, 2 and 3 first and last number, 4 variants, 5 seed,
 * 6 attribute set, 7 brands, 8 categories, 9 to 12 options of material, origin, size and colour, 13 to 18 the attributes material, origin,
 * size, colour, weight and handmade, 19 to 22 words, 23 shapes of pictures, 24 labels.
 */
final class GeneratedProductsSql {

    /** A UUID of version 7 whose time is the product's number, so that rows arrive in the order of their index. */
    private static final String ID =
            "cast(lpad(to_hex(1767225600000 + g.n), 12, '0') || '7' || lpad(to_hex(%s), 3, '0') || cast({1} as text) as uuid)";

    private static final String PRODUCT_ID = ID.formatted("1");
    private static final String MEDIA_ID = ID.formatted("2");
    private static final String VARIANT_ID = ID.formatted("256 + v.i");

    private static final String PRODUCTS = " from generate_series(cast({2} as integer), cast({3} as integer)) as g(n)";
    private static final String VARIANTS =
            PRODUCTS + " cross join generate_series(0, cast({4} as integer) - 1) as v(i)";

    private static final String SIZE = "split_part(cast({11} as text), ',', 1 + v.i % 8)";
    private static final String COLOUR = "split_part(cast({12} as text), ',', 1 + v.i / 8)";

    private static final String CREATED = "timestamp with time zone '2026-01-01 00:00:00Z' + g.n * interval '1 second'";

    /** One of a list, by a number that the seed stirs. */
    private static String pick(String list, int factor, int size) {
        return "split_part(cast(%s as text), ',', 1 + (g.n * %d + cast({5} as integer)) %% %d)"
                .formatted(list, factor, size);
    }

    private static final String PRODUCT =
            """
            insert into catalog.product (tenant_id, id, kind, status, attribute_set_id, brand_id, locale, name, slug, description, position, available, published_at, created_at)
            select {0}, %s, 'CONFIGURABLE', case when g.n %% 50 = 0 then 'DRAFT' else 'ACTIVE' end, cast({6} as uuid), cast(%s as uuid), 'en',
                %s || ' ' || %s || ' ' || g.n, 'product-' || g.n, '<p>Number ' || g.n || ' of a catalogue made to measure with.</p>', g.n,
                cast({4} as integer) > 1 or g.n %% 11 <> 0, %s, %s
            """.formatted(PRODUCT_ID, pick("{7}", 1, 5), pick("{19}", 7, 13), pick("{20}", 11, 17), CREATED, CREATED)
                    + PRODUCTS;

    private static final String TRANSLATION =
            """
            insert into catalog.product_translation (tenant_id, product_id, locale, name, description)
            select {0}, %s, 'fr', %s || ' ' || %s || ' ' || g.n, '<p>Numéro ' || g.n || ' d''un catalogue fait pour mesurer.</p>'
            """.formatted(PRODUCT_ID, pick("{22}", 11, 17), pick("{21}", 7, 13)) + PRODUCTS;

    private static final String CATEGORY = """
            insert into catalog.product_category (tenant_id, product_id, category_id, position)
            select {0}, %s, cast(%s as uuid), g.n
            """.formatted(PRODUCT_ID, pick("{8}", 3, 20)) + PRODUCTS;

    private static final String LABEL = """
            insert into catalog.product_label (tenant_id, product_id, label_id)
            select {0}, %s, cast(%s as uuid)
            """.formatted(PRODUCT_ID, pick("{24}", 1, 3)) + PRODUCTS + " where g.n % 7 = 0";

    private static final String MEDIA = """
            insert into catalog.media (tenant_id, id, url, alt, mime, width, height)
            select {0}, %s, '/demo/media/' || %s || '/' || lpad(to_hex((g.n * bigint '40503' + cast({5} as integer)) %% 16777216), 6, '0') || '/product-' || g.n || '.svg',
                jsonb_build_object('en', 'Product ' || g.n), 'image/svg+xml', 800, 800
            """.formatted(MEDIA_ID, pick("{23}", 11, 17)) + PRODUCTS;

    private static final String PRODUCT_MEDIA = """
            insert into catalog.product_media (tenant_id, product_id, media_id)
            select {0}, %s, %s
            """.formatted(PRODUCT_ID, MEDIA_ID) + PRODUCTS;

    private static final String VARIANT = """
            insert into catalog.variant (tenant_id, id, product_id, kind, sku, weight_grams, position, offered, cost_amount, cost_currency, axis_key)
            select {0}, %1$s, %2$s, 'CONFIGURABLE', 'P' || g.n || '-' || v.i, 100 + g.n %% 5000, v.i, (g.n + v.i) %% 11 <> 0,
                (300 + g.n * 37 %% 9000) * 60, 'KES',
                case when cast({15} as uuid) < cast({16} as uuid) then %3$s || ' ' || %4$s else %4$s || ' ' || %3$s end
            """.formatted(VARIANT_ID, PRODUCT_ID, SIZE, COLOUR) + VARIANTS;

    private static final String PRICE = """
            insert into catalog.variant_price (tenant_id, variant_id, currency, amount, compare_at)
            select {0}, %s, 'KES', (300 + g.n * 37 %% 9000) * 100 + v.i * 5000, case when g.n %% 9 = 0 then (300 + g.n * 37 %% 9000) * 120 + v.i * 6000 end
            """.formatted(VARIANT_ID) + VARIANTS;

    private static final String VALUE = """
            insert into catalog.attribute_value (tenant_id, product_id, variant_id, attribute_set_id, attribute_id, type, level, decimal_value, boolean_value, option_id)
            select {0}, x.product_id, x.variant_id, cast({6} as uuid), x.attribute_id, x.type, x.level, x.decimal_value, x.boolean_value, x.option_id
            from (
                select %1$s as product_id, cast(null as uuid) as variant_id, cast({13} as uuid) as attribute_id, 'SELECT' as type, 'PRODUCT' as level,
                    cast(null as numeric) as decimal_value, cast(null as boolean) as boolean_value, cast(%2$s as uuid) as option_id %6$s
                union all
                select %1$s, null, cast({14} as uuid), 'SELECT', 'PRODUCT', null, null, cast(%3$s as uuid) %6$s
                union all
                select %1$s, null, cast({17} as uuid), 'MEASURE', 'PRODUCT', 100 + g.n %% 5000, null, null %6$s
                union all
                select %1$s, null, cast({18} as uuid), 'BOOLEAN', 'PRODUCT', null, g.n %% 3 = 0, null %6$s
                union all
                select %1$s, %4$s, cast({15} as uuid), 'SELECT', 'VARIANT', null, null, cast(%7$s as uuid) %5$s
                union all
                select %1$s, %4$s, cast({16} as uuid), 'COLOUR', 'VARIANT', null, null, cast(%8$s as uuid) %5$s
            ) x
            """.formatted(
                    PRODUCT_ID, pick("{9}", 5, 8), pick("{10}", 13, 20), VARIANT_ID, VARIANTS, PRODUCTS, SIZE, COLOUR);

    static final List<String> IN_ORDER =
            List.of(PRODUCT, TRANSLATION, CATEGORY, LABEL, MEDIA, PRODUCT_MEDIA, VARIANT, PRICE, VALUE);

    private GeneratedProductsSql() {}
}
