package io.merkato.bulk;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.Languages;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ProductImportStart {

    record Input(
            Upload.Id uploadId,
            @Nullable Locale locale,
            @Nullable Currency currency) {}

    record Payload(@Nullable ProductImport productImport, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductImportRepository imports;
    private final UploadRepository uploads;
    private final Stores stores;
    private final ProductImportWorker worker;
    private final BulkProperties properties;

    ProductImportStart(
            ProductImportRepository imports,
            UploadRepository uploads,
            Stores stores,
            ProductImportWorker worker,
            BulkProperties properties) {
        this.properties = properties;
        this.imports = imports;
        this.uploads = uploads;
        this.stores = stores;
        this.worker = worker;
    }

    @MutationMapping
    Payload productImportStart(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Store ofDefault = stores.ofDefault(tenant);
        Locale locale = input.locale == null ? ofDefault.locale() : input.locale;
        Payload payload = tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            if (!Languages.isKept(locale)) {
                throw new Refused(Refusal.of(
                        UserErrorCode.INVALID,
                        "A language is like am or fr-SN, without variants and extensions.",
                        "input",
                        "locale"));
            }
            Upload upload = uploads.lock(tx, input.uploadId)
                    .orElseThrow(() -> new Refused(Refusal.notFound("input", "uploadId")));
            if (imports.lockWaiting(tx) >= properties.maxWaiting()) {
                throw new Refused(Refusal.of(
                        UserErrorCode.NOT_ALLOWED,
                        "No more than " + properties.maxWaiting() + " imports wait at once.",
                        "input",
                        "uploadId"));
            }
            var fresh = new ProductImport(
                    new ProductImport.Id(Uuid7.next()),
                    upload.id(),
                    upload.fileName(),
                    upload.bytes(),
                    locale,
                    input.currency == null ? ofDefault.currency() : input.currency,
                    ProductImportStatus.QUEUED,
                    null,
                    List.of(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    viewer.actor().name(),
                    Instant.now(),
                    null,
                    null);
            imports.insert(tx, fresh);
            tx.created(fresh.id(), fresh);
            return new Payload(fresh, List.of());
        });
        worker.wake();
        return payload;
    }
}
