package io.merkato.bulk;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ProductImportCancel {

    record Payload(@Nullable ProductImport productImport, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductImportRepository imports;

    ProductImportCancel(ProductImportRepository imports) {
        this.imports = imports;
    }

    @MutationMapping
    Payload productImportCancel(
            @Argument ProductImport.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), ProductImportRun.PATIENCE, Payload::refused, tx -> {
            ProductImport before = imports.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            if (!imports.cancel(tx, id)) {
                throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, "The import is over already.", "id"));
            }
            ProductImport after = imports.find(tx, id).orElseThrow();
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
