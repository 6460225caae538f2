package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_GROUP;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.LABEL;

import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What products are described with: attributes and sets, the category tree, brands and labels. */
final class VocabularyRows {

    private final TenantContext tenant;
    private final Shop shop;
    private final DemoIds ids;

    private VocabularyRows(TenantContext tenant, DemoShop demo) {
        this.tenant = tenant;
        this.shop = demo.shop();
        this.ids = demo.ids();
    }

    static void write(TenantContext tenant, DemoShop demo) {
        var vocabulary = new VocabularyRows(tenant, demo);
        vocabulary.attributes();
        vocabulary.sets();
        vocabulary.categories();
        vocabulary.brandsAndLabels();
    }

    private void attributes() {
        var attributes = new Rows(ATTRIBUTE);
        var options = new Rows(ATTRIBUTE_OPTION);
        for (Shop.Attribute attribute : shop.attributes()) {
            UUID id = ids.of("attribute", attribute.code());
            attributes
                    .next()
                    .set(ATTRIBUTE.ID, id)
                    .set(ATTRIBUTE.CODE, attribute.code())
                    .set(ATTRIBUTE.TYPE, attribute.type())
                    .set(ATTRIBUTE.LABELS, attribute.label())
                    .set(ATTRIBUTE.UNIT, attribute.unit())
                    .set(ATTRIBUTE.LOCALISED, Boolean.TRUE.equals(attribute.localised()))
                    .set(ATTRIBUTE.FILTERABLE, Boolean.TRUE.equals(attribute.filterable()))
                    .set(ATTRIBUTE.SORTABLE, Boolean.TRUE.equals(attribute.sortable()))
                    .set(ATTRIBUTE.MIN_VALUE, attribute.min())
                    .set(ATTRIBUTE.MAX_VALUE, attribute.max())
                    .set(ATTRIBUTE.MAX_LENGTH, attribute.maxLength())
                    .set(ATTRIBUTE.PATTERN, attribute.pattern());
            List<Shop.Attribute.Option> choices = attribute.choices();
            for (int i = 0; i < choices.size(); i++) {
                Shop.Attribute.Option option = choices.get(i);
                options.next()
                        .set(ATTRIBUTE_OPTION.ID, ids.of("option", attribute.code(), option.code()))
                        .set(ATTRIBUTE_OPTION.ATTRIBUTE_ID, id)
                        .set(ATTRIBUTE_OPTION.TYPE, attribute.type())
                        .set(ATTRIBUTE_OPTION.LOCALISED, false)
                        .set(ATTRIBUTE_OPTION.CODE, option.code())
                        .set(ATTRIBUTE_OPTION.LABELS, option.label())
                        .set(ATTRIBUTE_OPTION.COLOUR, option.swatch())
                        .set(ATTRIBUTE_OPTION.POSITION, i);
            }
        }
        attributes.insert(tenant);
        options.insert(tenant);
    }

    private void sets() {
        var sets = new Rows(ATTRIBUTE_SET);
        var groups = new Rows(ATTRIBUTE_GROUP);
        var places = new Rows(ATTRIBUTE_SET_ATTRIBUTE);
        for (Shop.AttributeSet set : shop.sets()) {
            UUID id = ids.of("set", set.code());
            sets.next()
                    .set(ATTRIBUTE_SET.ID, id)
                    .set(ATTRIBUTE_SET.CODE, set.code())
                    .set(ATTRIBUTE_SET.LABELS, set.name());
            int position = 0;
            for (Shop.AttributeSet.Group group : set.groups()) {
                UUID groupId = ids.of("group", set.code(), group.code());
                groups.next()
                        .set(ATTRIBUTE_GROUP.ID, groupId)
                        .set(ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID, id)
                        .set(ATTRIBUTE_GROUP.CODE, group.code())
                        .set(ATTRIBUTE_GROUP.LABELS, group.name())
                        .set(ATTRIBUTE_GROUP.POSITION, position);
                for (String attribute : group.attributes()) {
                    place(places, id, attribute.replace("!", ""), groupId, position++)
                            .set(ATTRIBUTE_SET_ATTRIBUTE.LEVEL, "PRODUCT")
                            .set(ATTRIBUTE_SET_ATTRIBUTE.REQUIRED, attribute.endsWith("!"))
                            .set(ATTRIBUTE_SET_ATTRIBUTE.AXIS, false);
                }
            }
            for (String axis : set.axes()) {
                place(places, id, axis, null, position++)
                        .set(ATTRIBUTE_SET_ATTRIBUTE.LEVEL, "VARIANT")
                        .set(ATTRIBUTE_SET_ATTRIBUTE.REQUIRED, false)
                        .set(ATTRIBUTE_SET_ATTRIBUTE.AXIS, true);
            }
        }
        sets.insert(tenant);
        groups.insert(tenant);
        places.insert(tenant);
    }

    private Rows.Row place(Rows places, UUID set, String code, @Nullable UUID group, int position) {
        Shop.Attribute attribute = shop.attribute(code);
        return places.next()
                .set(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID, set)
                .set(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID, ids.of("attribute", code))
                .set(ATTRIBUTE_SET_ATTRIBUTE.TYPE, attribute.type())
                .set(ATTRIBUTE_SET_ATTRIBUTE.LOCALISED, Boolean.TRUE.equals(attribute.localised()))
                .set(ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID, group)
                .set(ATTRIBUTE_SET_ATTRIBUTE.POSITION, position);
    }

    /** Level by level: a parent is there before its children. */
    private void categories() {
        List<Shop.Category> level = shop.categories();
        var parents = new HashMap<String, UUID>();
        while (!level.isEmpty()) {
            var rows = new Rows(CATEGORY);
            for (int i = 0; i < level.size(); i++) {
                Shop.Category category = level.get(i);
                UUID id = ids.of("category", category.slug());
                category.parts().forEach(child -> parents.put(child.slug(), id));
                rows.next()
                        .set(CATEGORY.ID, id)
                        .set(CATEGORY.PARENT_ID, parents.get(category.slug()))
                        .set(CATEGORY.SLUG, category.slug())
                        .set(CATEGORY.NAMES, category.name())
                        .set(CATEGORY.POSITION, i);
            }
            rows.insert(tenant);
            level = level.stream()
                    .flatMap(category -> category.parts().stream())
                    .toList();
        }
    }

    private void brandsAndLabels() {
        var brands = new Rows(BRAND);
        shop.brands()
                .forEach(brand -> brands.next()
                        .set(BRAND.ID, ids.of("brand", brand.slug()))
                        .set(BRAND.SLUG, brand.slug())
                        .set(BRAND.NAME, brand.name())
                        .set(BRAND.DESCRIPTIONS, brand.text()));
        brands.insert(tenant);

        var labels = new Rows(LABEL);
        for (int i = 0; i < shop.labels().size(); i++) {
            Shop.Label label = shop.labels().get(i);
            labels.next()
                    .set(LABEL.ID, ids.of("label", label.code()))
                    .set(LABEL.CODE, label.code())
                    .set(LABEL.NAMES, label.name())
                    .set(LABEL.COLOUR, label.colour())
                    .set(LABEL.POSITION, i);
        }
        labels.insert(tenant);
    }
}
