package io.merkato.tenancy;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TenantUpdate {

    record Input(
            @Nullable String name,
            @Nullable Locale locale,
            @Nullable Currency currency,
            @Nullable String timeZone,
            @Nullable String country,
            @Nullable Map<String, Object> settings) {

        Tenant applyTo(Tenant tenant) {
            return new Tenant(
                    tenant.id(),
                    tenant.slug(),
                    orElse(name, tenant.name()),
                    tenant.status(),
                    tenant.statusReason(),
                    orElse(locale, tenant.locale()),
                    orElse(currency, tenant.currency()),
                    orElse(timeZone, tenant.timeZone()),
                    orElse(country, tenant.country()),
                    tenant.residency(),
                    orElse(settings, tenant.settings()),
                    tenant.plan(),
                    tenant.version(),
                    tenant.createdAt(),
                    tenant.updatedAt(),
                    tenant.closingAt());
        }

        private static <T> T orElse(@Nullable T changed, T kept) {
            return changed == null ? kept : changed;
        }
    }

    record Payload(@Nullable Tenant tenant, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TenantRepository tenants;
    private final Tenants known;

    TenantUpdate(TenantRepository tenants, Tenants known) {
        this.tenants = tenants;
        this.known = known;
    }

    @MutationMapping
    Payload tenantUpdate(
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.may(Permission.TENANT_MANAGE), Payload::refused, tx -> {
            Tenant before = tenants.lock(tx).orElseThrow(() -> new Refused(Refusal.notFound()));
            VersionConflict.check(ifVersion, before.version());
            new TenantChecks()
                    .name(input.name())
                    .locale(input.locale())
                    .timeZone(input.timeZone())
                    .country(input.country())
                    .settle();
            Tenant after = tenants.update(tx, input.applyTo(before));
            return new Payload(tx.changed(after.id(), before, after), List.of());
        });
        known.forget();
        return payload;
    }
}
