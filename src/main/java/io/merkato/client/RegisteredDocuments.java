package io.merkato.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.merkato.tenancy.Remembered;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The applications of tenants and their documents, as requests need them, in the memory of this node. A text never changes, so it is
 * kept for long, until one of the applications changes, as it does when something is registered; other nodes notice that after {@code merkato.staleness}.
 */
@Component
class RegisteredDocuments {

    private static final int TENANTS = 20_000;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Remembered<Tenant.Id, Applications> applications;
    private final Cache<Key, List<RegisteredDocument>> documents;

    private final PersistedDocumentRepository repository;

    /** @param version another one whenever something was registered */
    record Application(ClientApplication.Id id, String code, DocumentMode mode, int version) {}

    record Applications(Map<String, Application> byCode) {

        static final Applications NONE = new Applications(Map.of());

        @Nullable
        Application named(@Nullable String code) {
            return code == null || code.equals(ClientApplication.EVERYBODY_ELSE) ? null : byCode.get(code);
        }

        @Nullable
        Application others() {
            return byCode.get(ClientApplication.EVERYBODY_ELSE);
        }

        DocumentMode everybodyElse() {
            Application others = others();
            return others == null ? DocumentMode.APQ : others.mode();
        }

        boolean isEmpty() {
            return byCode.isEmpty();
        }

        private boolean has(ClientApplication.Id id) {
            return byCode.values().stream().anyMatch(each -> each.id().equals(id));
        }
    }

    /** @param applications as they were before it was read, so that nobody finds by later ones what began to be read before */
    private record Key(Tenant.Id tenant, Applications applications, boolean byText, String name) {
        @Override
        public int hashCode() {
            return Objects.hash(tenant, byText, name);
        }
    }

    RegisteredDocuments(
            ClientApplicationRepository applications,
            PersistedDocumentRepository repository,
            TenantContexts tenants,
            @Value("${merkato.staleness}") Duration staleness,
            @Value("${merkato.graphql.registered-documents.memory:64MB}") DataSize most) {
        this.repository = repository;
        this.applications = new Remembered<>(
                TENANTS,
                staleness,
                tenant -> new Applications(applications.findAll(tenants.of(tenant)).stream()
                        .collect(Collectors.toMap(Application::code, Function.identity()))));
        this.documents = Caffeine.newBuilder()
                .maximumWeight(most.toBytes())
                .weigher((Key key, List<RegisteredDocument> found) -> 300
                        + 2 * key.name().length()
                        + found.stream()
                                .mapToInt(each -> 400 + 2 * each.text().length())
                                .sum())
                .expireAfter(Expiry.creating(
                        (Key key, List<RegisteredDocument> found) -> found.isEmpty() ? staleness : LONG))
                .build();
    }

    Applications applications(TenantContext tenant) {
        return applications.get(tenant.id());
    }

    /** @param application null for any; then it is found only where all that have it mean the same text */
    Optional<RegisteredDocument> byId(TenantContext tenant, @Nullable Application application, String id) {
        return theirs(tenant, application, remembered(tenant, false, id));
    }

    boolean isAmbiguous(TenantContext tenant, String id) {
        List<RegisteredDocument> named = remembered(tenant, false, id);
        return named.size() > 1
                && named.stream().map(RegisteredDocument::sha256).distinct().count() > 1;
    }

    Optional<RegisteredDocument> byText(TenantContext tenant, @Nullable Application application, String sha256) {
        return theirs(tenant, application, remembered(tenant, true, sha256));
    }

    private List<RegisteredDocument> remembered(TenantContext tenant, boolean byText, String name) {
        Applications applications = applications(tenant);
        return applications.isEmpty() || !PersistedDocument.mayBeNamed(name)
                ? List.of()
                : documents.get(
                        new Key(tenant.id(), applications, byText, name),
                        unseen -> byText ? repository.ofText(tenant, name) : repository.sentAs(tenant, name));
    }

    private Optional<RegisteredDocument> theirs(
            TenantContext tenant, @Nullable Application application, List<RegisteredDocument> found) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Applications all = applications(tenant);
        List<RegisteredDocument> theirs = found.stream()
                .filter(each -> application == null
                        ? all.has(each.applicationId())
                        : each.applicationId().equals(application.id()))
                .toList();
        return theirs.stream().map(RegisteredDocument::sha256).distinct().count() == 1
                ? Optional.of(theirs.getFirst())
                : Optional.empty();
    }

    /** To be called after the commit. */
    void forget(TenantContext tenant) {
        applications.forget(tenant.id());
        documents.asMap().keySet().removeIf(key -> key.tenant().equals(tenant.id()));
    }
}
