package io.merkato.catalog;

import static io.merkato.catalog.ProductWhere.orEmpty;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.CATEGORY_CLOSURE;
import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.catalog.Tables.PRICE_RANGE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static io.merkato.jooq.catalog.Tables.PRODUCT_RATING;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.DecimalRange;
import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import io.merkato.catalog.ProductWhere.AttributeSetMatch;
import io.merkato.catalog.ProductWhere.BrandMatch;
import io.merkato.catalog.ProductWhere.CategoryMatch;
import io.merkato.catalog.ProductWhere.LabelMatch;
import io.merkato.money.MinorUnits;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ProductWhere} asks of {@code catalog.product}. Its outermost conjuncts are kept apart by what they are
 * about, since a facet counts without the conditions on itself.
 */
final class ProductConditions {

    enum About {
        ATTRIBUTE,
        BRAND,
        LABEL,
        PRICE,
        OTHER
    }

    /** @param code of the attribute it is about */
    private record Part(About about, @Nullable String code, Condition condition) {}

    private final TenantContext tenant;
    private final Sight sight;
    private final ProductQuery query;
    private final AttributeConditions attributes;
    private final List<Part> parts = new ArrayList<>();

    ProductConditions(TenantContext tenant, Sight sight, ProductQuery query) {
        this.tenant = tenant;
        this.sight = sight;
        this.query = query;
        this.attributes = new AttributeConditions(tenant);
        parts.add(new Part(About.OTHER, null, tenant.owns(PRODUCT).and(inSight())));
        split(query.where());
    }

    Condition all() {
        return without(part -> false);
    }

    Condition without(About about) {
        return without(part -> part.about() == about);
    }

    Condition withoutAttribute(String code) {
        return without(part -> code.equals(part.code()));
    }

    private Condition without(Predicate<Part> left) {
        return DSL.and(parts.stream().filter(left.negate()).map(Part::condition).toList());
    }

    /** Staff sees what is not on sale by asking for a status, and what is deleted by asking for that. */
    private Condition inSight() {
        if (!sight.staff()) {
            return sight.onSale(tenant);
        }
        if (Boolean.TRUE.equals(query.where().deleted())) {
            return PRODUCT.DELETED_AT.ge(Restorable.since());
        }
        return query.where().asksForStatus() ? PRODUCT.DELETED_AT.isNull() : sight.onSale(tenant);
    }

    private void split(ProductWhere where) {
        orEmpty(where.and()).forEach(this::split);
        where.ofAttributes()
                .forEach(attribute -> parts.add(new Part(About.ATTRIBUTE, attribute.code(), attribute(attribute))));
        about(About.BRAND, where.brand() == null ? noCondition() : brand(where.brand()));
        about(About.OTHER, where.category() == null ? noCondition() : category(where.category()));
        about(About.LABEL, where.label() == null ? noCondition() : label(where.label()));
        about(About.PRICE, where.price() == null ? noCondition() : price(where.price()));
        about(About.OTHER, others(where));
    }

    private void about(About about, Condition condition) {
        parts.add(new Part(about, null, condition));
    }

    private Condition whole(ProductWhere where) {
        Condition condition = others(where);
        for (ProductWhere each : orEmpty(where.and())) {
            condition = condition.and(whole(each));
        }
        for (AttributeValueWhere attribute : where.ofAttributes()) {
            condition = condition.and(attribute(attribute));
        }
        return condition
                .and(where.brand() == null ? noCondition() : brand(where.brand()))
                .and(where.category() == null ? noCondition() : category(where.category()))
                .and(where.label() == null ? noCondition() : label(where.label()))
                .and(where.price() == null ? noCondition() : price(where.price()));
    }

    /** All but the conjuncts that facets tell apart. */
    private Condition others(ProductWhere where) {
        Condition condition = noCondition();
        if (where.or() != null && where.eitherOption() == null) {
            condition = condition.and(
                    where.or().isEmpty()
                            ? falseCondition()
                            : DSL.or(where.or().stream()
                                    .map(each -> DSL.trueCondition().and(whole(each)))
                                    .toList()));
        }
        if (where.not() != null) {
            condition = condition.and(Where.doesNotHold(DSL.trueCondition().and(whole(where.not()))));
        }
        return condition
                .and(where.id() == null ? noCondition() : where.id().on(PRODUCT.ID, Product.Id::new))
                .and(where.slug() == null ? noCondition() : slug(where.slug()))
                .and(where.sku() == null ? noCondition() : sku(where.sku()))
                .and(
                        where.externalId() == null
                                ? noCondition()
                                : where.externalId().on(PRODUCT.EXTERNAL_ID))
                .and(where.kind() == null ? noCondition() : where.kind().on(PRODUCT.KIND))
                .and(where.status() == null ? noCondition() : where.status().on(PRODUCT.STATUS))
                .and(where.attributeSet() == null ? noCondition() : attributeSet(where.attributeSet()))
                .and(where.available() == null ? noCondition() : is(where.available(), available()))
                .and(where.onSale() == null ? noCondition() : is(where.onSale(), priced(PRICE_RANGE.ON_SALE.isTrue())))
                .and(where.rating() == null ? noCondition() : rating(where.rating()))
                .and(
                        where.createdAt() == null
                                ? noCondition()
                                : where.createdAt().on(PRODUCT.CREATED_AT))
                .and(
                        where.updatedAt() == null
                                ? noCondition()
                                : where.updatedAt().on(PRODUCT.UPDATED_AT))
                .and(where.deleted() == null ? noCondition() : is(where.deleted(), PRODUCT.DELETED_AT.isNotNull()));
    }

    private static Condition is(boolean wanted, Condition condition) {
        return wanted ? condition : DSL.not(condition);
    }

    private Condition attribute(AttributeValueWhere where) {
        return attributes.on(query.attribute(where.code()), where.match());
    }

    private Condition slug(StringMatch match) {
        StringMatch slug = match.in(Slug::composed);
        return slug.on(PRODUCT.SLUG)
                .or(exists(selectOne()
                        .from(PRODUCT_TRANSLATION)
                        .where(tenant.owns(PRODUCT_TRANSLATION))
                        .and(PRODUCT_TRANSLATION.PRODUCT_ID.eq(PRODUCT.ID))
                        .and(slug.on(PRODUCT_TRANSLATION.SLUG))));
    }

    private Condition sku(StringMatch sku) {
        return exists(selectOne()
                .from(VARIANT)
                .where(tenant.owns(VARIANT))
                .and(VARIANT.PRODUCT_ID.eq(PRODUCT.ID))
                .and(VARIANT.DELETED_AT.isNull())
                .and(sku.on(VARIANT.SKU)));
    }

    /** The categories are found once, whatever the planner thinks of how many there are; then each product is asked by an index. */
    private Condition category(CategoryMatch match) {
        var categories = select(CATEGORY_CLOSURE.DESCENDANT_ID)
                .from(CATEGORY)
                .join(CATEGORY_CLOSURE)
                .on(tenant.owns(CATEGORY_CLOSURE).and(CATEGORY_CLOSURE.ANCESTOR_ID.eq(CATEGORY.ID)))
                .where(tenant.owns(CATEGORY))
                .and(CATEGORY.DELETED_AT.isNull())
                .and(match.below() ? noCondition() : CATEGORY_CLOSURE.DEPTH.eq((short) 0))
                .and(named(match, CATEGORY));
        return exists(selectOne()
                .from(PRODUCT_CATEGORY)
                .where(tenant.owns(PRODUCT_CATEGORY))
                .and(PRODUCT_CATEGORY.PRODUCT_ID.eq(PRODUCT.ID))
                .and(PRODUCT_CATEGORY.CATEGORY_ID.eq(any(array(categories)))));
    }

    static Condition named(CategoryMatch match, io.merkato.jooq.catalog.tables.Category category) {
        return id(match.id(), id -> id.on(category.ID, Category.Id::new))
                .and(text(match.slug(), slug -> slug.in(Slug::composed).on(category.SLUG)));
    }

    private Condition brand(BrandMatch match) {
        return exists(selectOne()
                .from(BRAND)
                .where(tenant.owns(BRAND))
                .and(BRAND.ID.eq(PRODUCT.BRAND_ID))
                .and(BRAND.DELETED_AT.isNull())
                .and(id(match.id(), id -> id.on(BRAND.ID, Brand.Id::new)))
                .and(text(match.slug(), slug -> slug.in(Slug::composed).on(BRAND.SLUG))));
    }

    private Condition label(LabelMatch match) {
        return exists(selectOne()
                .from(PRODUCT_LABEL)
                .join(LABEL)
                .on(tenant.owns(LABEL).and(LABEL.ID.eq(PRODUCT_LABEL.LABEL_ID)))
                .where(tenant.owns(PRODUCT_LABEL))
                .and(PRODUCT_LABEL.PRODUCT_ID.eq(PRODUCT.ID))
                .and(id(match.id(), id -> id.on(LABEL.ID, Label.Id::new)))
                .and(text(match.code(), code -> code.on(LABEL.CODE))));
    }

    private Condition attributeSet(AttributeSetMatch match) {
        return exists(selectOne()
                .from(ATTRIBUTE_SET)
                .where(tenant.owns(ATTRIBUTE_SET))
                .and(ATTRIBUTE_SET.ID.eq(PRODUCT.ATTRIBUTE_SET_ID))
                .and(id(match.id(), id -> id.on(ATTRIBUTE_SET.ID, AttributeSet.Id::new)))
                .and(text(match.code(), code -> code.on(ATTRIBUTE_SET.CODE))));
    }

    private Condition available() {
        return PRODUCT.STATUS
                .eq(ProductStatus.ACTIVE)
                .and(priced(noCondition()))
                .and(new VariantPrices(tenant, sight).available(PRODUCT));
    }

    private Condition priced(Condition how) {
        return exists(selectOne().from(PRICE_RANGE).where(sight.prices(tenant)).and(how));
    }

    /** Some variant's price: the ends of the product's range tell, and only between them the variants are asked. */
    private Condition price(DecimalRange bounds) {
        var prices = new VariantPrices(tenant, sight);
        MinorUnits min = prices.lowest(bounds.min());
        MinorUnits max = prices.highest(bounds.max());
        return priced(PRICE_RANGE
                .MAX_AMOUNT
                .ge(min)
                .and(PRICE_RANGE.MIN_AMOUNT.le(max))
                .and(PRICE_RANGE
                        .MIN_AMOUNT
                        .ge(min)
                        .or(PRICE_RANGE.MAX_AMOUNT.le(max))
                        .or(exists(prices.joinedTo(selectOne().from(VARIANT))
                                .where(tenant.owns(VARIANT))
                                .and(VARIANT.PRODUCT_ID.eq(PRODUCT.ID))
                                .and(VARIANT.DELETED_AT.isNull())
                                .and(prices.amount().between(min, max))))));
    }

    private Condition rating(DecimalRange bounds) {
        var average = PRODUCT_RATING.RATING_SUM.cast(BigDecimal.class);
        var count = PRODUCT_RATING.REVIEW_COUNT.cast(BigDecimal.class);
        return exists(selectOne()
                .from(PRODUCT_RATING)
                .where(tenant.owns(PRODUCT_RATING))
                .and(PRODUCT_RATING.PRODUCT_ID.eq(PRODUCT.ID))
                .and(PRODUCT_RATING.REVIEW_COUNT.gt(0))
                .and(bounds.min() == null ? noCondition() : average.ge(count.times(bounds.min())))
                .and(bounds.max() == null ? noCondition() : average.le(count.times(bounds.max()))));
    }

    private static Condition id(@Nullable IdMatch match, java.util.function.Function<IdMatch, Condition> on) {
        return match == null ? noCondition() : on.apply(match);
    }

    private static Condition text(@Nullable StringMatch match, java.util.function.Function<StringMatch, Condition> on) {
        return match == null ? noCondition() : on.apply(match);
    }
}
