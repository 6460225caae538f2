package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.BRAND;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class BrandRestore {

    record Payload(@Nullable Brand brand, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, Restorable.aboutId(errors));
        }
    }

    @MutationMapping
    Payload brandRestore(@Argument Brand.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Brand before = BrandWriter.lock(tx, id, true);
            Restorable.check(before.deletedAt(), "id");
            Brand after = tx.sql()
                    .update(BRAND)
                    .setNull(BRAND.DELETED_AT)
                    .set(BRAND.VERSION, BRAND.VERSION.plus(1))
                    .set(BRAND.UPDATED_AT, Instant.now())
                    .where(tx.owns(BRAND))
                    .and(BRAND.ID.eq(id))
                    .returning(BrandRepository.FIELDS)
                    .fetchSingle(BrandRepository::brand);
            tx.restored(id, before, after);
            return new Payload(after, List.of());
        });
    }
}
