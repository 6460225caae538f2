package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ProductUpdate {

    record Input(
            ArgumentValue<String> name,
            ArgumentValue<String> slug,
            ArgumentValue<String> description,
            ArgumentValue<String> seoTitle,
            ArgumentValue<String> seoDescription,
            ArgumentValue<AttributeSet.Id> attributeSetId,
            ArgumentValue<Brand.Id> brandId,
            @Nullable Integer position,
            ArgumentValue<String> externalId,
            @Nullable List<ProductTranslationInput> translations,
            @Nullable List<Locale> removeTranslations,
            @Nullable List<Category.Id> categoryIds,
            @Nullable List<Label.Id> labelIds) {

        /** The columns that the input speaks of. */
        Map<Field<?>, @Nullable Object> columns() {
            var columns = new HashMap<Field<?>, @Nullable Object>();
            if (!name.isOmitted()) {
                columns.put(
                        PRODUCT.NAME, Given.needed(name, "", "input", "name").strip());
            }
            if (!slug.isOmitted()) {
                columns.put(PRODUCT.SLUG, Slug.given(Given.needed(slug, "", "input", "slug")));
            }
            if (position != null) {
                columns.put(PRODUCT.POSITION, position);
            }
            String html = description.value();
            put(columns, PRODUCT.DESCRIPTION, description, html == null ? null : SafeHtml.of(html));
            put(columns, PRODUCT.SEO_TITLE, seoTitle, seoTitle.value());
            put(columns, PRODUCT.SEO_DESCRIPTION, seoDescription, seoDescription.value());
            put(columns, PRODUCT.ATTRIBUTE_SET_ID, attributeSetId, attributeSetId.value());
            put(columns, PRODUCT.BRAND_ID, brandId, brandId.value());
            put(columns, PRODUCT.EXTERNAL_ID, externalId, externalId.value());
            return columns;
        }

        private static void put(
                Map<Field<?>, @Nullable Object> columns,
                Field<?> column,
                ArgumentValue<?> given,
                @Nullable Object value) {
            if (!given.isOmitted()) {
                columns.put(column, value);
            }
        }
    }

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductUpdate(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productUpdate(
            @Argument Product.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @Argument @Nullable List<AttributeSetRemedy> onConflict,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Product product = changes.change(tx, storeView, id, "id", ifVersion, before -> {
                var misfits = new Misfits(tx, onConflict);
                if (!input.attributeSetId().isOmitted()) {
                    leave(tx, id, input.attributeSetId().value(), misfits);
                }
                Referred.brand(tx, input.brandId().value(), "input", "brandId");
                Map<Field<?>, @Nullable Object> columns = input.columns();
                if (!columns.isEmpty()) {
                    tx.sql()
                            .update(PRODUCT)
                            .set(columns)
                            .where(tx.owns(PRODUCT))
                            .and(PRODUCT.ID.eq(id))
                            .execute();
                }
                misfits.unpublish(PRODUCT.ID.eq(id));
                misfits.refuse();
                ProductTranslationInput.remove(tx, id, input.removeTranslations());
                ProductTranslationInput.write(tx, before, input.translations());
                ProductPlaces.categories(tx, id, input.categoryIds());
                ProductPlaces.labels(tx, id, input.labelIds());
            });
            return new Payload(product, List.of());
        });
    }

    /** What the new set has no place for goes, if the caller agrees. */
    private static void leave(TenantContext tx, Product.Id id, AttributeSet.@Nullable Id set, Misfits misfits) {
        Condition placed = set == null
                ? DSL.falseCondition()
                : DSL.exists(DSL.selectOne()
                        .from(ATTRIBUTE_SET_ATTRIBUTE)
                        .where(tx.owns(ATTRIBUTE_SET_ATTRIBUTE))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(set))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID.eq(ATTRIBUTE_VALUE.ATTRIBUTE_ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.LEVEL.eq(ATTRIBUTE_VALUE.LEVEL)));
        misfits.removeValues(ATTRIBUTE_VALUE.PRODUCT_ID.eq(id).andNot(placed));
    }
}
