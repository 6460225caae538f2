package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class LabelDelete {

    /** For the audit log. */
    private record Labelled(@JsonUnwrapped Label label, List<Product.Id> products) {}

    record Payload(Label.@Nullable Id labelId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload labelDelete(@Argument Label.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Label before = LabelWriter.lock(tx, id);
            List<Product.Id> products = tx.sql()
                    .deleteFrom(PRODUCT_LABEL)
                    .where(tx.owns(PRODUCT_LABEL))
                    .and(PRODUCT_LABEL.LABEL_ID.eq(id))
                    .returning(PRODUCT_LABEL.PRODUCT_ID)
                    .fetch(PRODUCT_LABEL.PRODUCT_ID);
            tx.sql()
                    .deleteFrom(LABEL)
                    .where(tx.owns(LABEL))
                    .and(LABEL.ID.eq(id))
                    .execute();
            tx.deleted(id, new Labelled(before, products));
            return new Payload(id, List.of());
        });
    }
}
