package io.merkato.client;

import static io.merkato.api.Permission.CLIENTS_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ClientApplicationCreate {

    record Input(
            String code,
            @Nullable String description,
            @Nullable DocumentMode mode) {}

    record Payload(@Nullable ClientApplication clientApplication, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ClientApplicationRepository applications;
    private final RegisteredDocuments registered;

    ClientApplicationCreate(ClientApplicationRepository applications, RegisteredDocuments registered) {
        this.applications = applications;
        this.registered = registered;
    }

    @MutationMapping
    Payload clientApplicationCreate(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.may(CLIENTS_MANAGE), Payload::refused, tx -> {
            ClientApplication created = applications.insert(
                    tx,
                    new ClientApplication.Id(Uuid7.next()),
                    input.code(),
                    input.description(),
                    Given.or(input.mode(), DocumentMode.APQ));
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
        registered.forget(tenant);
        return payload;
    }
}
