package io.merkato.channel;

import static io.merkato.api.Permission.ORDERS_IMPORT;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes over orders of a source: each by itself, so that one that is wrong keeps back no other. */
@Controller
class ExternalOrdersImport {

    private static final int MOST = 250;

    record Input(ExternalSource.Id sourceId, List<ExternalOrderInput> orders) {}

    record Payload(@Nullable List<ExternalOrderResult> results, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ExternalSourceRepository sources;
    private final ExternalOrderImporting importing;
    private final Stores stores;
    private final Tenants tenants;
    private final Clock clock;

    ExternalOrdersImport(
            ExternalSourceRepository sources,
            ExternalOrderImporting importing,
            Stores stores,
            Tenants tenants,
            Clock clock) {
        this.sources = sources;
        this.importing = importing;
        this.stores = stores;
        this.tenants = tenants;
        this.clock = clock;
    }

    @MutationMapping
    Payload externalOrdersImport(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Optional<ExternalSource> found =
                sources.find(tenant, input.sourceId()).filter(of -> viewer.hasIn(ORDERS_IMPORT, of.storeId()));
        if (found.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "sourceId")));
        }
        if (input.orders().isEmpty() || input.orders().size() > MOST) {
            return refused(
                    input.orders().isEmpty() ? UserErrorCode.REQUIRED : UserErrorCode.TOO_LONG,
                    "1 to " + MOST + " orders at once.",
                    "orders");
        }
        String country = tenants.byId(tenant).country();
        Store store = stores.find(tenant, found.get().storeId()).orElseThrow();
        return tenant.mutate(viewer.mayIn(ORDERS_IMPORT, store.id()), Payload::refused, tx -> {
            ExternalSource source =
                    sources.hold(tx, input.sourceId()).orElseThrow(() -> Given.nothing("input", "sourceId"));
            if (!source.active()) {
                return refused(UserErrorCode.NOT_ALLOWED, "This source is switched off.", "sourceId");
            }
            tx.unchanged();
            var wrong = new HashMap<Integer, ExternalOrderResult>();
            List<ExternalSale> sales = read(source, country, input.orders(), clock.instant(), wrong);
            Map<String, ExternalOrderResult> results =
                    sales.isEmpty() ? Map.of() : importing.run(tx, source, store, sales, viewer.actor());
            var all = new ArrayList<ExternalOrderResult>();
            for (int i = 0; i < input.orders().size(); i++) {
                ExternalOrderResult result = wrong.get(i);
                all.add(
                        result == null
                                ? Objects.requireNonNull(results.get(
                                        input.orders().get(i).externalId().strip()))
                                : result);
            }
            return new Payload(all, List.of());
        });
    }

    private static Payload refused(UserErrorCode code, String message, String field) {
        return Payload.refused(List.of(Refusal.of(code, message, "input", field)));
    }

    /** @param wrong gets what is refused, by its place */
    private static List<ExternalSale> read(
            ExternalSource source,
            String country,
            List<ExternalOrderInput> orders,
            Instant now,
            Map<Integer, ExternalOrderResult> wrong) {
        var sales = new ArrayList<ExternalSale>();
        var named = new HashSet<String>();
        for (int i = 0; i < orders.size(); i++) {
            ExternalOrderInput order = orders.get(i);
            List<String> place = List.of("input", "orders", "" + i);
            try {
                if (!named.add(order.externalId().strip())) {
                    throw new Refused(Refusal.of(
                            UserErrorCode.CONFLICT,
                            "Another order of this call has this id.",
                            ExternalOrderReading.below(place, "externalId")));
                }
                sales.add(new ExternalOrderReading(source, country, now, place).read(order));
            } catch (Refused refused) {
                wrong.put(i, ExternalOrderResult.refused(order.externalId(), refused.errors()));
            }
        }
        return sales;
    }
}
