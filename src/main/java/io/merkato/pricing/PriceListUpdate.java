package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.customer.CustomerGroup;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PriceListUpdate {

    record Input(
            @Nullable String code,
            @Nullable String name,
            @Nullable Integer priority,
            @Nullable Boolean active,
            ArgumentValue<Instant> startsAt,
            ArgumentValue<Instant> endsAt,
            ArgumentValue<List<Store.Id>> storeIds,
            ArgumentValue<List<CustomerGroup.Id>> customerGroupIds,
            ArgumentValue<List<SalesChannel>> channels) {

        PriceList applyTo(PriceList list) {
            List<Store.Id> stores = only(storeIds, list.everyStore() ? null : list.storeIds());
            List<CustomerGroup.Id> groups =
                    only(customerGroupIds, list.everyCustomer() ? null : list.customerGroupIds());
            return new PriceList(
                    list.id(),
                    Given.or(code, list.code()),
                    Given.or(name, list.name()).strip(),
                    list.currency(),
                    Given.or(priority, list.priority()),
                    Given.or(active, list.active()),
                    Given.or(startsAt, list.startsAt()),
                    Given.or(endsAt, list.endsAt()),
                    stores == null,
                    stores == null ? List.of() : stores,
                    groups == null,
                    groups == null ? List.of() : groups,
                    channels.isOmitted() ? list.channels() : Channels.of(channels.value()),
                    list.version(),
                    list.createdAt(),
                    list.updatedAt());
        }

        /** Null for all. */
        private static <T> @Nullable List<T> only(ArgumentValue<List<T>> given, @Nullable List<T> otherwise) {
            List<T> wanted = Given.or(given, otherwise);
            return wanted == null ? null : wanted.stream().distinct().toList();
        }
    }

    record Payload(@Nullable PriceList priceList, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PriceListWriter lists;

    PriceListUpdate(PriceListWriter lists) {
        this.lists = lists;
    }

    @MutationMapping
    Payload priceListUpdate(
            @Argument PriceList.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            PriceList before = lists.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            PriceList wanted = input.applyTo(before);
            Given.startBefore(
                    wanted.endsAt(), wanted.startsAt(), !input.endsAt().isOmitted());
            if (wanted.equals(before)) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            PriceList after = lists.update(tx, wanted);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
