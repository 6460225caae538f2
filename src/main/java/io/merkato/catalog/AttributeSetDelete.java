package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
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
class AttributeSetDelete {

    record Payload(AttributeSet.@Nullable Id attributeSetId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeSetDelete(
            @Argument AttributeSet.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            AttributeSetState before = AttributeSetState.lock(tx, id);
            int products = tx.sql().fetchCount(PRODUCT, tx.owns(PRODUCT).and(PRODUCT.ATTRIBUTE_SET_ID.eq(id)));
            if (products > 0) {
                throw new Refused(Refusal.of(
                        IN_USE, products + " products have this attribute set, deleted ones counted.", "id"));
            }
            tx.sql()
                    .deleteFrom(ATTRIBUTE_SET)
                    .where(tx.owns(ATTRIBUTE_SET))
                    .and(ATTRIBUTE_SET.ID.eq(id))
                    .execute();
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
