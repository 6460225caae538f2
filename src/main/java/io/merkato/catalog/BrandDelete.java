package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class BrandDelete {

    record Payload(Brand.@Nullable Id brandId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload brandDelete(
            @Argument Brand.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Brand before = BrandWriter.lock(tx, id, false);
            VersionConflict.check(ifVersion, before.version());
            int products = tx.sql()
                    .fetchCount(
                            PRODUCT,
                            tx.owns(PRODUCT).and(PRODUCT.BRAND_ID.eq(id)).and(PRODUCT.DELETED_AT.isNull()));
            if (products > 0) {
                throw new Refused(Refusal.of(IN_USE, products + " products are of this brand.", "id"));
            }
            BrandWriter.delete(tx, id);
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
