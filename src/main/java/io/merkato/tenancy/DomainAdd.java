package io.merkato.tenancy;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class DomainAdd {

    private static final String FEATURE = "custom_domain";
    private static final int TOKEN_BYTES = 16;
    static final int MOST = 100;

    record Input(String host) {}

    record Payload(@Nullable Domain domain, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final DomainRepository domains;
    private final TenantRepository tenants;
    private final PlanLimits limits;
    private final Hosts hosts;
    private final SecureRandom random = new SecureRandom();

    DomainAdd(DomainRepository domains, TenantRepository tenants, PlanLimits limits, Hosts hosts) {
        this.domains = domains;
        this.tenants = tenants;
        this.limits = limits;
        this.hosts = hosts;
    }

    @MutationMapping
    Payload domainAdd(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(Permission.TENANT_MANAGE), Payload::refused, tx -> {
            limits.require(tx, FEATURE);
            String host = Domain.host(input.host())
                    .filter(own -> !hosts.isPlatform(own))
                    .orElseThrow(() -> new Refused(Refusal.of(
                            UserErrorCode.INVALID,
                            "This is no host of your own, e.g. shop.example.et.",
                            "input",
                            "host")));
            Domain claimed = domains.claim(tx, new Domain.Id(Uuid7.next()), host, token());
            tx.created(claimed.id(), claimed);
            tenants.lock(tx);
            if (domains.count(tx) > MOST) {
                throw new Refused(
                        Refusal.of(UserErrorCode.NOT_ALLOWED, "There are " + MOST + " domains already.", "input"));
            }
            return new Payload(claimed, List.of());
        });
    }

    private String token() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
