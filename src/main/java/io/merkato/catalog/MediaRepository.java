package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Pictures and other files, and which of them show what. */
@Repository
class MediaRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            MEDIA.ID,
            MEDIA.KIND,
            MEDIA.URL,
            MEDIA.ALT,
            MEDIA.MIME,
            MEDIA.WIDTH,
            MEDIA.HEIGHT,
            MEDIA.BYTES,
            MEDIA.VERSION);

    static Media media(Record row) {
        return new Media(
                row.get(MEDIA.ID),
                row.get(MEDIA.KIND),
                row.get(MEDIA.URL),
                row.get(MEDIA.ALT),
                row.get(MEDIA.MIME),
                row.get(MEDIA.WIDTH),
                row.get(MEDIA.HEIGHT),
                row.get(MEDIA.BYTES),
                row.get(MEDIA.VERSION));
    }

    Map<Media.Id, Media> byId(TenantContext tenant, Collection<Media.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(MEDIA)
                .where(tenant.owns(MEDIA))
                .and(Sql.isAny(MEDIA.ID, ids))
                .fetchMap(MEDIA.ID, MediaRepository::media);
    }

    Map<Product.Id, List<Media>> ofProducts(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(PRODUCT_MEDIA.PRODUCT_ID)
                .select(FIELDS)
                .from(PRODUCT_MEDIA)
                .join(MEDIA)
                .on(tenant.owns(MEDIA).and(MEDIA.ID.eq(PRODUCT_MEDIA.MEDIA_ID)))
                .where(tenant.owns(PRODUCT_MEDIA))
                .and(Sql.isAny(PRODUCT_MEDIA.PRODUCT_ID, products))
                .orderBy(PRODUCT_MEDIA.POSITION, PRODUCT_MEDIA.MEDIA_ID)
                .fetchGroups(PRODUCT_MEDIA.PRODUCT_ID, MediaRepository::media);
    }

    Map<ProductVariant.Id, List<Media>> ofVariants(TenantContext tenant, Collection<ProductVariant.Id> variants) {
        return tenant.sql()
                .select(PRODUCT_MEDIA.VARIANT_ID)
                .select(FIELDS)
                .from(PRODUCT_MEDIA)
                .join(MEDIA)
                .on(tenant.owns(MEDIA).and(MEDIA.ID.eq(PRODUCT_MEDIA.MEDIA_ID)))
                .where(tenant.owns(PRODUCT_MEDIA))
                .and(Sql.isAny(PRODUCT_MEDIA.VARIANT_ID, variants))
                .orderBy(PRODUCT_MEDIA.POSITION, PRODUCT_MEDIA.MEDIA_ID)
                .fetchGroups(PRODUCT_MEDIA.VARIANT_ID, MediaRepository::media);
    }

    /** The first picture of each. */
    Map<Product.Id, Media> thumbnailOfProducts(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(PRODUCT_MEDIA.PRODUCT_ID)
                .select(FIELDS)
                .distinctOn(PRODUCT_MEDIA.PRODUCT_ID)
                .from(PRODUCT_MEDIA)
                .join(MEDIA)
                .on(tenant.owns(MEDIA).and(MEDIA.ID.eq(PRODUCT_MEDIA.MEDIA_ID)).and(MEDIA.KIND.eq(MediaKind.IMAGE)))
                .where(tenant.owns(PRODUCT_MEDIA))
                .and(Sql.isAny(PRODUCT_MEDIA.PRODUCT_ID, products))
                .orderBy(PRODUCT_MEDIA.PRODUCT_ID, PRODUCT_MEDIA.POSITION, PRODUCT_MEDIA.MEDIA_ID)
                .fetchMap(PRODUCT_MEDIA.PRODUCT_ID, MediaRepository::media);
    }

    /** The first picture of each, else of its product. */
    Map<ProductVariant.Id, Media> thumbnailOfVariants(TenantContext tenant, Collection<ProductVariant.Id> variants) {
        return tenant.sql()
                .select(VARIANT.ID)
                .select(FIELDS)
                .distinctOn(VARIANT.ID)
                .from(VARIANT)
                .join(PRODUCT_MEDIA)
                .on(tenant.owns(PRODUCT_MEDIA).and(PRODUCT_MEDIA.PRODUCT_ID.eq(VARIANT.PRODUCT_ID)))
                .join(MEDIA)
                .on(tenant.owns(MEDIA).and(MEDIA.ID.eq(PRODUCT_MEDIA.MEDIA_ID)).and(MEDIA.KIND.eq(MediaKind.IMAGE)))
                .where(tenant.owns(VARIANT))
                .and(Sql.isAny(VARIANT.ID, variants))
                .orderBy(
                        VARIANT.ID,
                        when(PRODUCT_MEDIA.VARIANT_ID.eq(VARIANT.ID), inline(0)).otherwise(inline(1)),
                        PRODUCT_MEDIA.POSITION,
                        PRODUCT_MEDIA.MEDIA_ID)
                .fetchMap(VARIANT.ID, MediaRepository::media);
    }
}
