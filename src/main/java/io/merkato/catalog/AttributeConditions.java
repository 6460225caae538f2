package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_FACET;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.DecimalRange;
import io.merkato.api.Fault;
import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.catalog.AttributeValueWhere.Match;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Conditions on the values of attributes, of a product or any of its variants. */
record AttributeConditions(TenantContext tenant) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    Condition on(Attribute attribute, Match match) {
        if (!attribute.filterable()) {
            throw Fault.badInput("Products cannot be filtered by '" + attribute.code() + "'.");
        }
        if (match.exists() != null) {
            return match.exists() ? hasValue(attribute) : not(hasValue(attribute));
        }
        return switch (attribute.type()) {
            case SELECT, MULTI_SELECT, COLOUR -> options(attribute, suits(attribute, match.options()));
            case TEXT -> has(attribute, suits(attribute, match.text()).on(PRODUCT_FACET.VALUE));
            case INTEGER -> has(attribute, number(suits(attribute, match.number()), BigDecimal.ONE));
            case DECIMAL, MEASURE -> has(attribute, number(suits(attribute, match.number()), MILLION));
            case BOOLEAN -> has(attribute, PRODUCT_FACET.NUMBER.eq(suits(attribute, match.flag()) ? 1L : 0L));
            case DATE -> {
                var days = suits(attribute, match.date());
                yield has(
                        attribute,
                        between(
                                days.from() == null ? null : days.from().toEpochDay(),
                                days.to() == null ? null : days.to().toEpochDay()));
            }
            case DATE_TIME -> {
                var times = suits(attribute, match.dateTime());
                yield has(
                        attribute,
                        between(
                                times.from() == null ? null : micros(times.from()),
                                times.to() == null ? null : micros(times.to()) - 1));
            }
            case PRODUCT_REFERENCE -> references(attribute, "product", suits(attribute, match.references()));
            case CATEGORY_REFERENCE -> references(attribute, "category", suits(attribute, match.references()));
            case RICH_TEXT, MEDIA -> throw unsuitable(attribute);
        };
    }

    private Condition has(Attribute attribute, Condition value) {
        return has(PRODUCT_FACET.ATTRIBUTE_ID.eq(attribute.id()).and(value));
    }

    private Condition has(Condition value) {
        return exists(selectOne()
                .from(PRODUCT_FACET)
                .where(tenant.owns(PRODUCT_FACET))
                .and(PRODUCT_FACET.PRODUCT_ID.eq(PRODUCT.ID))
                .and(value));
    }

    private Condition hasValue(Attribute attribute) {
        return exists(selectOne()
                .from(ATTRIBUTE_VALUE)
                .where(tenant.owns(ATTRIBUTE_VALUE))
                .and(ATTRIBUTE_VALUE.PRODUCT_ID.eq(PRODUCT.ID))
                .and(ATTRIBUTE_VALUE.ATTRIBUTE_ID.eq(attribute.id()))
                .and(ATTRIBUTE_VALUE
                        .VARIANT_ID
                        .isNull()
                        .or(exists(selectOne()
                                .from(VARIANT)
                                .where(tenant.owns(VARIANT))
                                .and(VARIANT.ID.eq(ATTRIBUTE_VALUE.VARIANT_ID))
                                .and(VARIANT.DELETED_AT.isNull())))));
    }

    /** The options say which attribute it is, and an index alone says who has them. */
    private Condition options(Attribute attribute, List<String> codes) {
        return has(PRODUCT_FACET.OPTION_ID.in(select(ATTRIBUTE_OPTION.ID)
                .from(ATTRIBUTE_OPTION)
                .where(tenant.owns(ATTRIBUTE_OPTION))
                .and(ATTRIBUTE_OPTION.ATTRIBUTE_ID.eq(attribute.id()))
                .and(Sql.isAny(ATTRIBUTE_OPTION.CODE, codes))));
    }

    private Condition references(Attribute attribute, String prefix, List<String> ids) {
        return has(
                attribute,
                Sql.isAny(
                        PRODUCT_FACET.VALUE,
                        ids.stream()
                                .map(id -> TypeId.parse(prefix, id).toString())
                                .toList()));
    }

    private static Condition number(DecimalRange bounds, BigDecimal scale) {
        return between(
                bounds.min() == null ? null : whole(bounds.min().multiply(scale), RoundingMode.CEILING),
                bounds.max() == null ? null : whole(bounds.max().multiply(scale), RoundingMode.FLOOR));
    }

    private static long whole(BigDecimal number, RoundingMode rounding) {
        return number.setScale(0, rounding)
                .max(BigDecimal.valueOf(Long.MIN_VALUE))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    private static Condition between(@Nullable Long min, @Nullable Long max) {
        return (min == null ? noCondition() : PRODUCT_FACET.NUMBER.ge(min))
                .and(max == null ? noCondition() : PRODUCT_FACET.NUMBER.le(max));
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static <T> T suits(Attribute attribute, @Nullable T match) {
        if (match == null) {
            throw unsuitable(attribute);
        }
        return match;
    }

    private static Fault unsuitable(Attribute attribute) {
        return Fault.badInput(
                "'%s' is of type %s, which is not matched so.".formatted(attribute.code(), attribute.type()));
    }
}
