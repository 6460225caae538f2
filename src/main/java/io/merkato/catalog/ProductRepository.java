package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.springframework.stereotype.Repository;

/** Products by what they are known by; for lists see {@link ProductLists}. */
@Repository
class ProductRepository {

    Map<Product.Id, Product> byId(TenantContext tenant, Sight sight, Collection<Product.Id> ids) {
        return findAll(tenant, sight, Sql.isAny(PRODUCT.ID, ids)).stream()
                .collect(Collectors.toMap(Product::id, product -> product));
    }

    Optional<Product> find(TenantContext tenant, Sight sight, Product.Id id) {
        return findAll(tenant, sight, PRODUCT.ID.eq(id)).stream().findFirst();
    }

    /** By the slug in one of the languages looked for, else by the product's own. */
    Optional<Product> findBySlug(TenantContext tenant, Sight sight, String slug) {
        Condition translated = exists(selectOne()
                .from(PRODUCT_TRANSLATION)
                .where(tenant.owns(PRODUCT_TRANSLATION))
                .and(PRODUCT_TRANSLATION.PRODUCT_ID.eq(PRODUCT.ID))
                .and(PRODUCT_TRANSLATION.SLUG.eq(slug)));
        List<Product> found = findAll(tenant, sight, PRODUCT.SLUG.eq(slug).or(translated));
        return found.stream()
                .filter(product -> product.slug().equals(slug))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private List<Product> findAll(TenantContext tenant, Sight sight, Condition which) {
        var select = new ProductSelect(tenant, sight);
        return tenant.sql()
                .select(select.fields())
                .from(select.joinedTo(PRODUCT))
                .where(tenant.owns(PRODUCT))
                .and(sight.shows(tenant))
                .and(which)
                .fetch(select::product);
    }
}
