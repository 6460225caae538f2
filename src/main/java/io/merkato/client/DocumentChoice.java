package io.merkato.client;

import static io.merkato.api.Permission.CLIENTS_MANAGE;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.RequestedDocument;
import io.merkato.api.Sha256;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which text a request is answered by, as the mode of its application has it.
 *
 * <p>What an application calls itself is a claim: shoppers and the anonymous get nothing by it that those who name none do not get.
 * Only who holds a right at the tenant may be let off by an application's mode, and who manages applications is never locked out.
 */
@Component
class DocumentChoice {

    private final AutomaticDocuments automatic;
    private final RegisteredDocuments registered;
    private final DocumentUses uses;

    DocumentChoice(AutomaticDocuments automatic, RegisteredDocuments registered, DocumentUses uses) {
        this.automatic = automatic;
        this.registered = registered;
        this.uses = uses;
    }

    /**
     * @param sha256 of the text where it was asked for by a name, null where it was sent
     * @param onceValid what is to be done where the text is found valid
     */
    record Chosen(
            String text, @Nullable String sha256, @Nullable Runnable onceValid) {}

    /**
     * @param tenant null where the request names none; then there is no application either
     * @throws Fault where the document is not there, or may not be sent
     */
    Chosen of(RequestedDocument asked, Claim claim, @Nullable TenantContext tenant, @Nullable Viewer viewer) {
        RegisteredDocuments.Applications applications =
                tenant == null ? RegisteredDocuments.Applications.NONE : registered.applications(tenant);
        RegisteredDocuments.Application application = applications.named(claim.code());
        RegisteredDocuments.Application audited = application == null ? applications.others() : application;
        DocumentMode mode = mode(applications, application, viewer);
        String text = asked.text();
        if (text == null) {
            return byName(asked, claim, tenant, viewer, application, audited, mode);
        }
        if (mode == DocumentMode.IDS_ONLY) {
            throw Fault.ofTransport(
                    400,
                    FaultCode.PERSISTED_QUERY_ID_REQUIRED,
                    "Documents are asked for by their id here: send “documentId”.");
        }
        String hash = asked.hash();
        String actual = hash != null || tenant != null && !applications.isEmpty() ? Sha256.hex(text) : "";
        if (hash != null && !hash.equalsIgnoreCase(actual)) {
            throw Fault.ofTransport(400, FaultCode.BAD_USER_INPUT, "provided sha does not match query");
        }
        Optional<RegisteredDocument> known = tenant == null || applications.isEmpty()
                ? Optional.empty()
                : registered.byText(tenant, application, actual);
        if (known.isPresent() && tenant != null) {
            RegisteredDocument document = known.get();
            return new Chosen(text, null, () -> uses.count(tenant.id(), document, claim.version()));
        }
        if (!mode.takesAny()) {
            throw Fault.ofTransport(
                    403, FaultCode.QUERY_NOT_IN_SAFELIST, "This document is none of those that are registered here.");
        }
        if (hash != null && mode.isAutomatic()) {
            Tenant.Id owner = tenant == null ? null : tenant.id();
            return new Chosen(text, null, () -> {
                automatic.remember(owner, actual, text);
                audit(mode, tenant, audited, viewer, actual, text);
            });
        }
        return new Chosen(
                text,
                null,
                mode == DocumentMode.AUDIT ? () -> audit(mode, tenant, audited, viewer, actual, text) : null);
    }

    /** Whether its id is that of different texts, each for another application. */
    boolean isAmbiguous(RequestedDocument asked, TenantContext tenant) {
        String id = asked.id() == null ? asked.hash() : asked.id();
        return id != null && registered.isAmbiguous(tenant, id);
    }

    private Chosen byName(
            RequestedDocument asked,
            Claim claim,
            @Nullable TenantContext tenant,
            @Nullable Viewer viewer,
            RegisteredDocuments.@Nullable Application application,
            RegisteredDocuments.@Nullable Application audited,
            DocumentMode mode) {
        String id = asked.id();
        String hash = asked.hash();
        String name = id != null ? id : hash != null ? hash : "";
        Optional<RegisteredDocument> known =
                tenant == null ? Optional.empty() : registered.byId(tenant, application, name);
        if (known.isEmpty() && tenant != null && id == null && mode.isAutomatic()) {
            known = registered.byText(tenant, application, name.toLowerCase(Locale.ROOT));
        }
        if (known.isPresent() && tenant != null) {
            RegisteredDocument document = known.get();
            return new Chosen(
                    document.text(), document.sha256(), () -> uses.count(tenant.id(), document, claim.version()));
        }
        if (id != null || !mode.takesAny()) {
            throw Fault.ofTransport(404, FaultCode.PERSISTED_QUERY_NOT_IN_LIST, "There is no document with this id.");
        }
        if (!mode.isAutomatic()) {
            throw Fault.ofTransport(200, FaultCode.PERSISTED_QUERY_NOT_SUPPORTED, "PersistedQueryNotSupported");
        }
        String text = automatic.find(tenant == null ? null : tenant.id(), name);
        if (text == null) {
            throw Fault.ofTransport(200, FaultCode.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound");
        }
        String sha256 = name.toLowerCase(Locale.ROOT);
        return new Chosen(
                text,
                sha256,
                mode == DocumentMode.AUDIT ? () -> audit(mode, tenant, audited, viewer, sha256, text) : null);
    }

    private static DocumentMode mode(
            RegisteredDocuments.Applications applications,
            RegisteredDocuments.@Nullable Application application,
            @Nullable Viewer viewer) {
        DocumentMode others = applications.everybodyElse();
        boolean trusted = viewer != null && !viewer.permissions().isEmpty();
        if (application == null) {
            return !others.takesAny() && viewer != null && viewer.has(CLIENTS_MANAGE) ? DocumentMode.APQ : others;
        }
        return trusted || others.takesAny() ? application.mode() : DocumentMode.stricter(application.mode(), others);
    }

    private void audit(
            DocumentMode mode,
            @Nullable TenantContext tenant,
            RegisteredDocuments.@Nullable Application application,
            @Nullable Viewer viewer,
            String hash,
            String text) {
        if (mode == DocumentMode.AUDIT && tenant != null && application != null) {
            boolean proven = viewer != null && !viewer.isAnonymous();
            uses.countUnlisted(tenant.id(), application.id(), proven, hash, text);
        }
    }
}
