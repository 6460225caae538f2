package io.merkato.channel;

import static io.merkato.api.Permission.ORDERS_IMPORT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ExternalSourceCreate {

    record Input(
            String code,
            String name,
            ExternalSource.Kind kind,
            Store.Id storeId,
            @Nullable Currency currency,
            @Nullable Boolean pricesIncludeTax) {

        ExternalSource source(Store store) {
            return new ExternalSource(
                    new ExternalSource.Id(Uuid7.next()),
                    code,
                    name.strip(),
                    kind,
                    store.id(),
                    currency == null ? store.currency() : currency,
                    pricesIncludeTax == null ? store.taxDisplay() == Store.TaxDisplay.GROSS : pricesIncludeTax,
                    true,
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }

    record Payload(@Nullable ExternalSource externalSource, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ExternalSourceRepository sources;
    private final Stores stores;

    ExternalSourceCreate(ExternalSourceRepository sources, Stores stores) {
        this.sources = sources;
        this.stores = stores;
    }

    @MutationMapping
    Payload externalSourceCreate(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Optional<Store> store = stores.find(tenant, input.storeId()).filter(of -> viewer.hasIn(ORDERS_IMPORT, of.id()));
        if (store.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "storeId")));
        }
        ExternalSource wanted = input.source(store.get());
        if (!store.get().currencies().contains(wanted.currency())) {
            return Payload.refused(List.of(Refusal.of(
                    UserErrorCode.INVALID,
                    "The store does not sell in " + wanted.currency() + ".",
                    "input",
                    "currency")));
        }
        return tenant.mutate(viewer.mayIn(ORDERS_IMPORT, store.get().id()), Payload::refused, tx -> {
            ExternalSource created = sources.insert(tx, wanted);
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
