package io.merkato.identity;

import io.merkato.tenancy.Remembered;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** API keys as credentials. Another server notices after {@code merkato.staleness} that one was revoked. */
@Component
class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private record Use(Tenant.Id tenant, ApiKey.Id key) {}

    private record Shown(Tenant.Id tenant, ByteBuffer hash) {}

    private final TenantContexts tenants;
    private final ApiKeyRepository repository;
    private final Clock clock;
    private final Set<Use> used = ConcurrentHashMap.newKeySet();
    private final Remembered<Shown, Optional<Caller.Program>> known;

    ApiKeys(
            TenantContexts tenants,
            ApiKeyRepository repository,
            Clock clock,
            @Value("${merkato.staleness}") Duration staleness) {
        this.tenants = tenants;
        this.repository = repository;
        this.clock = clock;
        this.known = new Remembered<>(20_000, staleness, this::find);
    }

    Optional<Caller.Program> findWorking(String text) {
        var program = TenantToken.parse(TenantToken.API_KEY, text)
                .flatMap(token -> known.get(
                        new Shown(token.tenant(), ByteBuffer.wrap(token.secret().hash()))));
        program.ifPresent(p -> used.add(new Use(p.tenant(), p.key().id())));
        return program;
    }

    private Optional<Caller.Program> find(Shown shown) {
        return repository
                .findWorking(tenants.of(shown.tenant()), shown.hash().array(), clock.instant())
                .map(key -> new Caller.Program(key, shown.tenant()));
    }

    /** To be called when the key was revoked here, so that this server notices at once. */
    void noticeEnd(Tenant.Id tenant, byte[] hash) {
        known.forget(new Shown(tenant, ByteBuffer.wrap(hash)));
    }

    void writeUsed() {
        var uses = Set.copyOf(used);
        used.removeAll(uses);
        Map<Tenant.Id, Set<ApiKey.Id>> byTenant = new HashMap<>();
        uses.forEach(use -> byTenant.computeIfAbsent(use.tenant(), tenant -> new HashSet<>())
                .add(use.key()));
        Instant now = clock.instant();
        byTenant.forEach((tenant, keys) -> {
            try {
                repository.used(tenants.of(tenant), keys, now);
            } catch (RuntimeException e) {
                LOG.warn("When keys of tenant {} were used is written down later", tenant, e);
                keys.forEach(key -> used.add(new Use(tenant, key)));
            }
        });
    }
}
