package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.InsertSetMoreStep;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ProductCreate {

    record Input(
            @Nullable ProductKind kind,
            String name,
            @Nullable Locale locale,
            @Nullable String slug,
            @Nullable String description,
            @Nullable String seoTitle,
            @Nullable String seoDescription,
            AttributeSet.@Nullable Id attributeSetId,
            Brand.@Nullable Id brandId,
            @Nullable Integer position,
            @Nullable String externalId,
            @Nullable List<ProductTranslationInput> translations,
            @Nullable List<Category.Id> categoryIds,
            @Nullable List<Label.Id> labelIds,
            @Nullable List<AttributeValueInput> attributes,
            @Nullable List<ProductVariantInput> variants,
            @Nullable List<ProductMediaInput> media) {}

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;
    private final ProductRoom room;

    ProductCreate(ProductChanges changes, ProductRoom room) {
        this.changes = changes;
        this.room = room;
    }

    @MutationMapping
    Payload productCreate(
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            var id = new Product.Id(Uuid7.next());
            Referred.brand(tx, input.brandId(), "input", "brandId");
            insert(tx, id, input, Given.or(input.locale(), storeView.store().locale()));
            LockedProduct locked = LockedProduct.of(tx, id);
            ProductTranslationInput.write(tx, locked, input.translations());
            ProductPlaces.categories(tx, id, input.categoryIds());
            ProductPlaces.labels(tx, id, input.labelIds());
            VariantWriter.insert(tx, locked, Given.or(input.variants(), List.of()));
            ValueWriter.write(
                    tx,
                    input.attributeSetId(),
                    AttributeValueInput.of(id, null, input.attributes(), "input", "attributes"));
            ProductMediaInput.write(tx, id, input.media());
            Product created = changes.find(tx, storeView, id).orElseThrow();
            tx.created(id, ProductState.of(tx, id).members());
            room.check(tx);
            return new Payload(created, List.of());
        });
    }

    private static void insert(TenantContext tx, Product.Id id, Input input, Locale locale) {
        if (input.slug() != null) {
            row(tx, id, input, locale, Slug.given(input.slug())).execute();
            return;
        }
        FreeSlug.insert(
                Slug.given(null, input.name()),
                slugs -> tx.sql()
                        .select(PRODUCT.SLUG)
                        .from(PRODUCT)
                        .where(tx.owns(PRODUCT))
                        .and(Sql.isAny(PRODUCT.SLUG, slugs))
                        .and(PRODUCT.DELETED_AT.isNull())
                        .fetchSet(PRODUCT.SLUG),
                slug -> Optional.of(slug)
                        .filter(free -> row(tx, id, input, locale, free)
                                        .onConflict(PRODUCT.TENANT_ID, PRODUCT.SLUG)
                                        .where(PRODUCT.DELETED_AT.isNull())
                                        .doNothing()
                                        .execute()
                                == 1));
    }

    private static InsertSetMoreStep<?> row(TenantContext tx, Product.Id id, Input input, Locale locale, String slug) {
        return tx.sql()
                .insertInto(PRODUCT)
                .set(PRODUCT.TENANT_ID, tx.id())
                .set(PRODUCT.ID, id)
                .set(PRODUCT.KIND, Given.or(input.kind(), ProductKind.SIMPLE))
                .set(PRODUCT.LOCALE, locale)
                .set(PRODUCT.NAME, input.name().strip())
                .set(PRODUCT.SLUG, slug)
                .set(PRODUCT.DESCRIPTION, input.description() == null ? null : SafeHtml.of(input.description()))
                .set(PRODUCT.SEO_TITLE, input.seoTitle())
                .set(PRODUCT.SEO_DESCRIPTION, input.seoDescription())
                .set(PRODUCT.ATTRIBUTE_SET_ID, input.attributeSetId())
                .set(PRODUCT.BRAND_ID, input.brandId())
                .set(PRODUCT.POSITION, Given.or(input.position(), 0))
                .set(PRODUCT.EXTERNAL_ID, input.externalId());
    }
}
