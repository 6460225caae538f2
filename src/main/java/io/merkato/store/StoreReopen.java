package io.merkato.store;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class StoreReopen {

    record Payload(@Nullable Store store, List<UserError> userErrors) implements MutationPayload {
        /** It takes an id and nothing else: that is what each refusal is about. */
        static Payload refused(List<UserError> errors) {
            return new Payload(
                    null,
                    errors.stream()
                            .map(error -> error instanceof Refusal refusal
                                    ? Refusal.of(refusal.code(), refusal.message(), "id")
                                    : error)
                            .toList());
        }
    }

    private final StoreRepository stores;
    private final StoreViews views;

    StoreReopen(StoreRepository stores, StoreViews views) {
        this.stores = stores;
        this.views = views;
    }

    @MutationMapping
    Payload storeReopen(@Argument Store.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Payload payload = tenant.mutate(viewer.mayIn(Permission.STORES_MANAGE, id), Payload::refused, tx -> {
            Store before = stores.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            stores.update(tx, before.reopen(Instant.now()));
            Store after = stores.find(tx, id).orElseThrow();
            return new Payload(tx.changed(id, before, after), List.of());
        });
        views.forget(tenant);
        return payload;
    }
}
