package io.merkato.channel;

import static io.merkato.api.Permission.ORDERS_IMPORT;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ExternalSourceUpdate {

    record Input(
            @Nullable String name,
            ExternalSource.@Nullable Kind kind,
            @Nullable Boolean pricesIncludeTax,
            @Nullable Boolean active) {

        ExternalSource applyTo(ExternalSource source) {
            return new ExternalSource(
                    source.id(),
                    source.code(),
                    Given.or(name, source.name()).strip(),
                    Given.or(kind, source.kind()),
                    source.storeId(),
                    source.currency(),
                    Given.or(pricesIncludeTax, source.pricesIncludeTax()),
                    Given.or(active, source.active()),
                    source.version(),
                    source.createdAt(),
                    source.updatedAt());
        }
    }

    record Payload(@Nullable ExternalSource externalSource, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ExternalSourceRepository sources;

    ExternalSourceUpdate(ExternalSourceRepository sources) {
        this.sources = sources;
    }

    @MutationMapping
    Payload externalSourceUpdate(
            @Argument ExternalSource.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<ExternalSource> found =
                sources.find(tenant, id).filter(source -> viewer.hasIn(ORDERS_IMPORT, source.storeId()));
        if (found.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        return tenant.mutate(viewer.mayIn(ORDERS_IMPORT, found.get().storeId()), Payload::refused, tx -> {
            if (input.active() != null || input.pricesIncludeTax() != null) {
                sources.hush(tx, id);
            }
            ExternalSource before = sources.lock(tx, id).orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, before.version());
            ExternalSource wanted = input.applyTo(before);
            if (wanted.equals(before)) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            if (wanted.pricesIncludeTax() != before.pricesIncludeTax() && sources.hasOrders(tx, id)) {
                throw new Refused(Refusal.of(
                        UserErrorCode.CONFLICT,
                        "It has orders, which would not be understood any more: register another source.",
                        "input",
                        "pricesIncludeTax"));
            }
            return new Payload(tx.changed(id, before, sources.update(tx, wanted)), List.of());
        });
    }
}
