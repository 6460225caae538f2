package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRICE_RANGE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Sql;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Table;
import org.springframework.stereotype.Repository;

/** Products by what they are known by; for lists see {@link ProductLists}. */
@Repository
class ProductRepository {

    private final Template<ById, ProductSelect> byId = new Template<>(ProductRepository::byId);
    private final Template<BySlug, ProductSelect> bySlug = new Template<>(ProductRepository::bySlug);

    private final Template<InStock, Object> inStock = new Template<>(ProductRepository::inStock);

    Map<Product.Id, Product> byId(TenantContext tenant, Sight sight, Collection<Product.Id> ids) {
        Template.Answer<ProductSelect> found = byId.fetch(tenant, new ById(sight, ids));
        return found.rows().stream()
                .map(found.reader()::read)
                .collect(Collectors.toMap(Product::id, product -> product));
    }

    private record ById(Sight sight, Collection<Product.Id> ids) {}

    /** Whether there is some of a variant of each that has a price. */
    Map<Product.Id, Boolean> inStock(TenantContext tenant, Sight sight, Collection<Product.Id> ids) {
        return inStock.fetch(tenant, new InStock(sight, ids)).rows().stream()
                .collect(Collectors.toMap(row -> row.get(PRODUCT.ID), row -> row.get(PRODUCT.AVAILABLE)));
    }

    private record InStock(Sight sight, Collection<Product.Id> ids) {}

    Optional<Product> find(TenantContext tenant, Sight sight, Product.Id id) {
        return Optional.ofNullable(byId(tenant, sight, List.of(id)).get(id));
    }

    private record BySlug(Sight sight, String slug) {}

    /** By the slug in one of the languages looked for, the first language first, else by the product's own. */
    Optional<Product> findBySlug(TenantContext tenant, Sight sight, String slug) {
        Template.Answer<ProductSelect> found = bySlug.fetch(tenant, new BySlug(sight, Slug.composed(slug)));
        return found.rows().stream().findFirst().map(found.reader()::read);
    }

    private static Template.Query<ProductSelect> bySlug(TenantContext tenant, BySlug asked) {
        var select = new ProductSelect(tenant, asked.sight());
        Field<Integer> rank = select.rankOrLast(PRODUCT.LOCALE).as("place");
        Table<?> named = select(PRODUCT.ID, rank)
                .from(PRODUCT)
                .where(tenant.owns(PRODUCT))
                .and(PRODUCT.SLUG.eq(asked.slug()))
                .and(PRODUCT.DELETED_AT.isNull())
                .unionAll(select(PRODUCT_TRANSLATION.PRODUCT_ID, select.rankOrLast(PRODUCT_TRANSLATION.LOCALE))
                        .from(PRODUCT_TRANSLATION)
                        .where(tenant.owns(PRODUCT_TRANSLATION))
                        .and(PRODUCT_TRANSLATION.SLUG.eq(asked.slug()))
                        .and(PRODUCT_TRANSLATION.LIVE.isTrue())
                        .and(select.among(PRODUCT_TRANSLATION.LOCALE)))
                .asTable("named");
        return new Template.Query<>(
                tenant.sql()
                        .select(select.fields())
                        .from(select.joinedTo(named.join(PRODUCT)
                                .on(tenant.owns(PRODUCT).and(PRODUCT.ID.eq(Sql.column(named, PRODUCT.ID))))))
                        .where(tenant.owns(PRODUCT))
                        .and(asked.sight().shows(tenant))
                        .orderBy(Sql.column(named, rank), PRODUCT.ID)
                        .limit(inline(1)),
                select);
    }

    private static Template.Query<ProductSelect> byId(TenantContext tenant, ById asked) {
        var select = new ProductSelect(tenant, asked.sight());
        return new Template.Query<>(
                tenant.sql()
                        .select(select.fields())
                        .from(select.joinedTo(PRODUCT))
                        .where(tenant.owns(PRODUCT))
                        .and(asked.sight().shows(tenant))
                        .and(Sql.isAny(PRODUCT.ID, asked.ids())),
                select);
    }

    private static Template.Query<Object> inStock(TenantContext tenant, InStock asked) {
        return Template.Query.of(tenant.sql()
                .select(List.of(
                        PRODUCT.ID,
                        field(exists(selectOne()
                                                .from(PRICE_RANGE)
                                                .where(asked.sight().prices(tenant)))
                                        .and(new VariantPrices(tenant, asked.sight()).available(PRODUCT)))
                                .as(PRODUCT.AVAILABLE)))
                .from(PRODUCT)
                .where(tenant.owns(PRODUCT))
                .and(PRODUCT.DELETED_AT.isNull())
                .and(Sql.isAny(PRODUCT.ID, asked.ids())));
    }
}
