package io.merkato.client;

import static io.merkato.api.Permission.CLIENTS_MANAGE;

import io.merkato.api.MutationPayload;
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
class ClientApplicationDelete {

    record Payload(ClientApplication.@Nullable Id clientApplicationId, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ClientApplicationRepository applications;
    private final RegisteredDocuments registered;

    ClientApplicationDelete(ClientApplicationRepository applications, RegisteredDocuments registered) {
        this.applications = applications;
        this.registered = registered;
    }

    @MutationMapping
    Payload clientApplicationDelete(
            @Argument ClientApplication.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.may(CLIENTS_MANAGE), Payload::refused, tx -> {
            ClientApplication before = applications.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            applications.delete(tx, id);
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
        registered.forget(tenant);
        return payload;
    }
}
