package io.merkato.client;

import static io.merkato.api.Permission.CLIENTS_MANAGE;

import io.merkato.api.Documents;
import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PersistedDocumentsRegister {

    /** Of one application. */
    private static final int MOST = 20_000;

    private static final int MOST_ERRORS = 20;

    record Input(String client, String version, Object manifest) {}

    record Payload(
            @Nullable ClientApplication clientApplication,
            @Nullable Integer registered,
            @Nullable Integer unchanged,
            List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, null, errors);
        }
    }

    private final ClientApplicationRepository applications;
    private final PersistedDocumentRepository documents;
    private final RegisteredDocuments registered;
    private final Documents schema;

    PersistedDocumentsRegister(
            ClientApplicationRepository applications,
            PersistedDocumentRepository documents,
            RegisteredDocuments registered,
            Documents schema) {
        this.applications = applications;
        this.documents = documents;
        this.registered = registered;
        this.schema = schema;
    }

    @MutationMapping
    Payload persistedDocumentsRegister(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Grant grant = viewer.may(CLIENTS_MANAGE);
        List<Manifest.Entry> entries;
        try {
            entries = valid(Manifest.of(input.manifest()));
        } catch (Refused refused) {
            return Payload.refused(refused.errors());
        }
        Payload payload = tenant.mutate(grant, Payload::refused, tx -> register(tx, input, entries));
        registered.forget(tenant);
        return payload;
    }

    private List<Manifest.Entry> valid(Manifest manifest) {
        var errors = new ArrayList<Refusal>();
        List<Manifest.Entry> entries = manifest.entries(schema::problems, errors::add);
        if (!errors.isEmpty()) {
            throw new Refused(errors.subList(0, Math.min(errors.size(), MOST_ERRORS)));
        }
        return entries;
    }

    private Payload register(TenantContext tx, Input input, List<Manifest.Entry> entries) {
        ClientApplication before = applications
                .lock(tx, input.client())
                .orElseThrow(() -> new Refused(Refusal.of(
                        UserErrorCode.NOT_FOUND, "There is no application with this code.", "input", "client")));
        Map<String, String> known = documents.hashes(tx, before.id());
        var unlike = entries.stream()
                .filter(entry ->
                        known.containsKey(entry.id()) && !entry.sha256().equals(known.get(entry.id())))
                .limit(MOST_ERRORS)
                .map(entry -> Refusal.of(
                        UserErrorCode.TAKEN,
                        "“" + entry.id() + "” is registered with another text.",
                        "input",
                        "manifest",
                        entry.id()))
                .toList();
        if (!unlike.isEmpty()) {
            throw new Refused(unlike);
        }
        List<Manifest.Entry> unknown =
                entries.stream().filter(entry -> !known.containsKey(entry.id())).toList();
        if (known.size() + unknown.size() > MOST) {
            throw new Refused(Refusal.of(
                    UserErrorCode.TOO_LONG, "An application has 20000 documents at most.", "input", "manifest"));
        }
        if (unknown.isEmpty()) {
            tx.unchanged();
            return new Payload(before, 0, entries.size(), List.of());
        }
        documents.insert(tx, before.id(), input.version(), unknown);
        ClientApplication after = applications.update(tx, before.id(), before.description(), before.mode());
        return new Payload(
                tx.changed(before.id(), before, after), unknown.size(), entries.size() - unknown.size(), List.of());
    }
}
