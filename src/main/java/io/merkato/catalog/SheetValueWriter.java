package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;

import io.merkato.catalog.SheetAttributes.Choice;
import io.merkato.catalog.SheetAttributes.Known;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what products and variants say for their attributes. */
final class SheetValueWriter {

    /**
     * What is to be said; null text takes back what was said.
     *
     * @param replaces whether something may have been said before
     */
    record Said(
            Product.Id product,
            ProductVariant.@Nullable Id variant,
            AttributeSet.Id set,
            Known attribute,
            @Nullable String text,
            boolean replaces) {}

    private record Value(Said said, int position, String text) {}

    private final TenantContext tx;
    private final SheetScope scope;
    private final Map<Choice, AttributeOption.Id> options;
    private final Map<String, Media.Id> media;
    private final Map<String, Product.Id> products;
    private final Map<String, Category.Id> categories;

    SheetValueWriter(
            TenantContext tx,
            SheetScope scope,
            Map<Choice, AttributeOption.Id> options,
            Map<String, Media.Id> media,
            Map<String, Product.Id> products,
            Map<String, Category.Id> categories) {
        this.tx = tx;
        this.scope = scope;
        this.options = options;
        this.media = media;
        this.products = products;
        this.categories = categories;
    }

    void write(List<Said> said) {
        List<Said> replaced = said.stream().filter(Said::replaces).toList();
        if (!replaced.isEmpty()) {
            Rows<Said> rows = Rows.of(replaced)
                    .with(
                            ATTRIBUTE_VALUE.OWNER_ID,
                            one -> one.variant == null ? one.product.value() : one.variant.value())
                    .with(ATTRIBUTE_VALUE.ATTRIBUTE_ID, one -> one.attribute.id())
                    .with(ATTRIBUTE_VALUE.LOCALE, one -> locale(one.attribute));
            tx.sql()
                    .deleteFrom(ATTRIBUTE_VALUE)
                    .using(rows.table())
                    .where(tx.owns(ATTRIBUTE_VALUE))
                    .and(ATTRIBUTE_VALUE.OWNER_ID.eq(rows.get(ATTRIBUTE_VALUE.OWNER_ID)))
                    .and(ATTRIBUTE_VALUE.ATTRIBUTE_ID.eq(rows.get(ATTRIBUTE_VALUE.ATTRIBUTE_ID)))
                    .and(ATTRIBUTE_VALUE.LOCALE.eq(rows.get(ATTRIBUTE_VALUE.LOCALE)))
                    .execute();
        }
        List<Value> values = said.stream().flatMap(one -> values(one).stream()).toList();
        if (!values.isEmpty()) {
            insert(values);
        }
    }

    private void insert(List<Value> values) {
        Rows.of(values)
                .with(ATTRIBUTE_VALUE.PRODUCT_ID, value -> value.said.product)
                .with(ATTRIBUTE_VALUE.VARIANT_ID, value -> value.said.variant)
                .with(ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID, value -> value.said.set)
                .with(ATTRIBUTE_VALUE.ATTRIBUTE_ID, value -> value.said.attribute.id())
                .with(ATTRIBUTE_VALUE.TYPE, value -> value.said.attribute.type())
                .with(ATTRIBUTE_VALUE.LOCALISED, value -> value.said.attribute.localised())
                .with(
                        ATTRIBUTE_VALUE.LEVEL,
                        value -> value.said.variant == null ? AttributeLevel.PRODUCT : AttributeLevel.VARIANT)
                .with(ATTRIBUTE_VALUE.LOCALE, value -> locale(value.said.attribute))
                .with(ATTRIBUTE_VALUE.POSITION, Value::position)
                .with(ATTRIBUTE_VALUE.TEXT_VALUE, of(text -> text, AttributeType.TEXT, AttributeType.RICH_TEXT))
                .with(ATTRIBUTE_VALUE.INTEGER_VALUE, of(Long::valueOf, AttributeType.INTEGER))
                .with(
                        ATTRIBUTE_VALUE.DECIMAL_VALUE,
                        of(AttributeText::decimal, AttributeType.DECIMAL, AttributeType.MEASURE))
                .with(ATTRIBUTE_VALUE.BOOLEAN_VALUE, of(Boolean::valueOf, AttributeType.BOOLEAN))
                .with(ATTRIBUTE_VALUE.DATE_VALUE, of(LocalDate::parse, AttributeType.DATE))
                .with(ATTRIBUTE_VALUE.DATE_TIME_VALUE, of(AttributeText::instant, AttributeType.DATE_TIME))
                .with(ATTRIBUTE_VALUE.OPTION_ID, this::option)
                .with(ATTRIBUTE_VALUE.MEDIA_ID, of(media::get, AttributeType.MEDIA))
                .with(
                        ATTRIBUTE_VALUE.REFERRED_PRODUCT_ID,
                        of(slug -> products.get(Slug.composed(slug)), AttributeType.PRODUCT_REFERENCE))
                .with(
                        ATTRIBUTE_VALUE.REFERRED_CATEGORY_ID,
                        of(slug -> categories.get(Slug.composed(slug)), AttributeType.CATEGORY_REFERENCE))
                .insertInto(tx, ATTRIBUTE_VALUE)
                .execute();
    }

    private static List<Value> values(Said said) {
        if (said.text == null) {
            return List.of();
        }
        if (said.attribute.type() != AttributeType.MULTI_SELECT) {
            return List.of(new Value(said, 0, said.text));
        }
        var values = new ArrayList<Value>();
        AttributeText.labels(said.text).forEach(label -> values.add(new Value(said, values.size(), label)));
        return values;
    }

    private String locale(Known attribute) {
        return attribute.localised() ? scope.locale().toLanguageTag() : "";
    }

    private AttributeOption.@Nullable Id option(Value value) {
        return value.said.attribute.type().hasOptions()
                ? options.get(new Choice(value.said.attribute.id(), SheetNames.folded(value.text)))
                : null;
    }

    private static <U> Function<Value, @Nullable U> of(Function<String, @Nullable U> typed, AttributeType... types) {
        List<AttributeType> of = List.of(types);
        return value -> of.contains(value.said.attribute.type()) ? typed.apply(value.text) : null;
    }
}
