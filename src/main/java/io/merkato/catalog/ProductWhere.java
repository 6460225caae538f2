package io.merkato.catalog;

import io.merkato.api.DateTimeRange;
import io.merkato.api.DecimalRange;
import io.merkato.api.Fault;
import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which products, as the schema's input of this name says. A null field says nothing. */
record ProductWhere(
        @Nullable List<ProductWhere> and,
        @Nullable List<ProductWhere> or,
        @Nullable ProductWhere not,
        @Nullable IdMatch id,
        @Nullable StringMatch slug,
        @Nullable StringMatch sku,
        @Nullable StringMatch externalId,
        @Nullable ProductKindMatch kind,
        @Nullable ProductStatusMatch status,
        @Nullable CategoryMatch category,
        @Nullable BrandMatch brand,
        @Nullable LabelMatch label,
        @Nullable AttributeSetMatch attributeSet,
        @Nullable List<AttributeValueWhere> attributes,
        @Nullable DecimalRange price,
        @Nullable Boolean available,
        @Nullable Boolean onSale,
        @Nullable DecimalRange rating,
        @Nullable DateTimeRange createdAt,
        @Nullable DateTimeRange updatedAt,
        @Nullable Boolean deleted) {

    private static final int DEEPEST = 5;
    private static final int MOST = 50;

    static final ProductWhere ALL = new ProductWhere(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null);

    record CategoryMatch(@Nullable IdMatch id, @Nullable StringMatch slug, boolean below) {}

    record BrandMatch(@Nullable IdMatch id, @Nullable StringMatch slug) {}

    record LabelMatch(@Nullable IdMatch id, @Nullable StringMatch code) {}

    record AttributeSetMatch(@Nullable IdMatch id, @Nullable StringMatch code) {}

    /** Throws {@code BAD_USER_INPUT} where it is nested too deep or says too much. */
    ProductWhere checked() {
        if (depth() > DEEPEST) {
            throw Fault.badInput("where nests and, or and not at most " + DEEPEST + " deep.");
        }
        if (size() > MOST) {
            throw Fault.badInput("where has at most " + MOST + " conditions.");
        }
        return this;
    }

    /** Whether stock decides. */
    boolean asksForStock() {
        return available != null || nested().anyMatch(ProductWhere::asksForStock);
    }

    boolean asksForStatus() {
        return status != null || nested().anyMatch(ProductWhere::asksForStatus);
    }

    /** The codes of all attributes that it names. */
    Stream<String> attributeCodes() {
        return Stream.concat(
                orEmpty(attributes).stream().map(AttributeValueWhere::code),
                nested().flatMap(ProductWhere::attributeCodes));
    }

    /** The attributes of the outermost conjuncts, which a facet's own count leaves out. */
    Stream<String> narrowedBy() {
        return conjuncts().flatMap(where -> where.ofAttributes().stream()).map(AttributeValueWhere::code);
    }

    /** The values of an attribute that the outermost conjuncts ask for, as a facet names them. */
    Stream<String> valuesOf(Attribute attribute) {
        return conjuncts()
                .flatMap(where -> where.ofAttributes().stream())
                .filter(asked -> asked.code().equals(attribute.code()))
                .flatMap(asked -> asked.match().values(attribute.type()));
    }

    /** Its own conditions on attributes, and an {@code or} of nothing but one attribute's options as the one condition that it is. */
    List<AttributeValueWhere> ofAttributes() {
        AttributeValueWhere either = eitherOption();
        return either == null
                ? orEmpty(attributes)
                : Stream.concat(orEmpty(attributes).stream(), Stream.of(either)).toList();
    }

    /** What {@code or} says where it says nothing but options of one attribute. */
    @Nullable
    AttributeValueWhere eitherOption() {
        List<AttributeValueWhere> either =
                orEmpty(or).stream().flatMap(ProductWhere::onlyOptions).toList();
        return either.isEmpty()
                        || either.size() < orEmpty(or).size()
                        || either.stream()
                                        .map(AttributeValueWhere::code)
                                        .distinct()
                                        .count()
                                > 1
                ? null
                : new AttributeValueWhere(
                        either.getFirst().code(),
                        AttributeValueWhere.Match.options(either.stream()
                                .flatMap(each -> orEmpty(each.match().options()).stream())
                                .distinct()
                                .toList()));
    }

    private Stream<AttributeValueWhere> onlyOptions() {
        return size() == 1 && or == null && not == null
                ? orEmpty(attributes).stream().filter(each -> each.match().options() != null)
                : Stream.of();
    }

    Stream<String> brandsAskedFor() {
        return conjuncts()
                .map(ProductWhere::brand)
                .filter(Objects::nonNull)
                .flatMap(brand -> asked(brand.id, brand.slug));
    }

    /** The categories that the outermost conjuncts ask for by name. */
    List<CategoryMatch> namedCategories() {
        return conjuncts()
                .map(ProductWhere::category)
                .filter(Objects::nonNull)
                .filter(match -> match.id != null || match.slug != null)
                .toList();
    }

    Stream<String> categoriesAskedFor() {
        return conjuncts()
                .map(ProductWhere::category)
                .filter(Objects::nonNull)
                .flatMap(category -> asked(category.id, category.slug));
    }

    Stream<String> labelsAskedFor() {
        return conjuncts()
                .map(ProductWhere::label)
                .filter(Objects::nonNull)
                .flatMap(label -> asked(label.id, label.code));
    }

    private static Stream<String> asked(@Nullable IdMatch id, @Nullable StringMatch text) {
        return Stream.concat(
                id == null ? Stream.of() : Stream.concat(Stream.ofNullable(id.eq()), orEmpty(id.oneOf()).stream()),
                text == null
                        ? Stream.of()
                        : Stream.concat(Stream.ofNullable(text.eq()), orEmpty(text.oneOf()).stream()));
    }

    private Stream<ProductWhere> conjuncts() {
        return Stream.concat(Stream.of(this), orEmpty(and).stream().flatMap(ProductWhere::conjuncts));
    }

    private Stream<ProductWhere> nested() {
        return Stream.of(orEmpty(and), orEmpty(or), not == null ? List.<ProductWhere>of() : List.of(not))
                .flatMap(List::stream);
    }

    private int depth() {
        return nested().mapToInt(where -> 1 + where.depth()).max().orElse(0);
    }

    private int size() {
        int own = (int) Stream.of(
                        id,
                        slug,
                        sku,
                        externalId,
                        kind,
                        status,
                        category,
                        brand,
                        label,
                        attributeSet,
                        price,
                        available,
                        onSale,
                        rating,
                        createdAt,
                        updatedAt,
                        deleted)
                .filter(Objects::nonNull)
                .count();
        int nested = nested().mapToInt(each -> Math.max(1, each.size())).sum();
        return own + orEmpty(attributes).size() + nested;
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
