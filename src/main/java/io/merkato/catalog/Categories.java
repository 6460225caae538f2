package io.merkato.catalog;

import io.merkato.tenancy.TenantContext;
import java.util.List;
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
}
