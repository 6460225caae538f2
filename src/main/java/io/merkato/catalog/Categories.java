package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.CATEGORY_CLOSURE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What other modules may know of categories. */
@Component
public class Categories {

    /**
     * Refuses an input that refers to a category that is deleted or never was, and keeps the others from being deleted until the transaction ends.
     *
     * @param list the path of the ids
     */
    public void require(TenantContext tx, List<Category.Id> ids, String... list) {
        Referred.categories(tx, ids, list);
    }

    /** As {@link #require} of one, by its own path. */
    public void requireOne(TenantContext tx, Category.Id id, String... path) {
        Referred.category(tx, id, path);
    }

    /** The categories that products are in, and all above them. */
    public Map<Product.Id, Set<Category.Id>> above(TenantContext tenant, Collection<Product.Id> products) {
        return tenant
                .sql()
                .selectDistinct(PRODUCT_CATEGORY.PRODUCT_ID, CATEGORY_CLOSURE.ANCESTOR_ID)
                .from(PRODUCT_CATEGORY)
                .join(CATEGORY_CLOSURE)
                .on(tenant.owns(CATEGORY_CLOSURE), CATEGORY_CLOSURE.DESCENDANT_ID.eq(PRODUCT_CATEGORY.CATEGORY_ID))
                .where(tenant.owns(PRODUCT_CATEGORY))
                .and(Sql.isAny(PRODUCT_CATEGORY.PRODUCT_ID, products))
                .fetch()
                .intoGroups(PRODUCT_CATEGORY.PRODUCT_ID, CATEGORY_CLOSURE.ANCESTOR_ID)
                .entrySet()
                .stream()
                .collect(toMap(Map.Entry::getKey, each -> Set.copyOf(each.getValue())));
    }
}
