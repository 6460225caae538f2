package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Brands. */
@Repository
class BrandRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            BRAND.ID,
            BRAND.SLUG,
            BRAND.NAME,
            BRAND.DESCRIPTIONS,
            BRAND.MEDIA_ID,
            BRAND.WEBSITE,
            BRAND.EXTERNAL_ID,
            BRAND.VERSION,
            BRAND.CREATED_AT,
            BRAND.UPDATED_AT,
            BRAND.DELETED_AT);

    private final Pages pages;

    BrandRepository(Pages pages) {
        this.pages = pages;
    }

    static Brand brand(Record row) {
        return new Brand(
                row.get(BRAND.ID),
                row.get(BRAND.SLUG),
                row.get(BRAND.NAME),
                row.get(BRAND.DESCRIPTIONS),
                row.get(BRAND.MEDIA_ID),
                row.get(BRAND.WEBSITE),
                row.get(BRAND.EXTERNAL_ID),
                row.get(BRAND.VERSION),
                row.get(BRAND.CREATED_AT),
                row.get(BRAND.UPDATED_AT),
                row.get(BRAND.DELETED_AT));
    }

    Map<Brand.Id, Brand> byId(TenantContext tenant, Collection<Brand.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(BRAND)
                .where(live(tenant))
                .and(Sql.isAny(BRAND.ID, ids))
                .fetchMap(BRAND.ID, BrandRepository::brand);
    }

    Optional<Brand> findBySlug(TenantContext tenant, String slug) {
        return tenant.sql()
                .select(FIELDS)
                .from(BRAND)
                .where(live(tenant))
                .and(BRAND.SLUG.eq(Slug.composed(slug)))
                .fetchOptional(BrandRepository::brand);
    }

    Connection<Brand> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " brands",
                        tenant.sql()
                                .select(FIELDS)
                                .from(BRAND)
                                .where(tenant.owns(BRAND))
                                .and(which),
                        List.of(BRAND.NAME.asc(), BRAND.ID.asc()),
                        page,
                        BrandRepository::brand)
                .counted(
                        tenant.sql(),
                        selectOne().from(BRAND).where(tenant.owns(BRAND)).and(which));
    }

    /** How many of its products are on sale in the store. */
    Map<Brand.Id, Integer> productCountOf(TenantContext tenant, Sight sight, Collection<Brand.Id> brands) {
        return tenant.sql()
                .select(PRODUCT.BRAND_ID, count())
                .from(PRODUCT)
                .where(tenant.owns(PRODUCT))
                .and(sight.onSale(tenant))
                .and(Sql.isAny(PRODUCT.BRAND_ID, brands))
                .groupBy(PRODUCT.BRAND_ID)
                .fetchMap(PRODUCT.BRAND_ID, count());
    }

    private static Condition live(TenantContext tenant) {
        return tenant.owns(BRAND).and(BRAND.DELETED_AT.isNull());
    }
}
