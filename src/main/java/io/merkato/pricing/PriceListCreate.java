package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.CustomerGroup;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PriceListCreate {

    record Input(
            String code,
            String name,
            Currency currency,
            int priority,
            boolean active,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable List<Store.Id> storeIds,
            @Nullable List<CustomerGroup.Id> customerGroupIds,
            @Nullable List<SalesChannel> channels) {

        PriceList list() {
            return new PriceList(
                    new PriceList.Id(Uuid7.next()),
                    code,
                    name.strip(),
                    currency,
                    priority,
                    active,
                    startsAt,
                    endsAt,
                    storeIds == null,
                    storeIds == null ? List.of() : storeIds.stream().distinct().toList(),
                    customerGroupIds == null,
                    customerGroupIds == null
                            ? List.of()
                            : customerGroupIds.stream().distinct().toList(),
                    Channels.of(channels),
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }

    record Payload(@Nullable PriceList priceList, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PriceListWriter lists;

    PriceListCreate(PriceListWriter lists) {
        this.lists = lists;
    }

    @MutationMapping
    Payload priceListCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            PriceList created = lists.insert(tx, input.list());
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
