package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
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
class FlashSaleUpdate {

    record Input(
            @Nullable String name,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            ArgumentValue<List<Store.Id>> storeIds,
            ArgumentValue<List<SalesChannel>> channels,
            @Nullable List<FlashSaleItemInput> items) {

        FlashSale applyTo(FlashSale sale) {
            List<Store.Id> stores = storeIds.value();
            return new FlashSale(
                    sale.id(),
                    Given.or(name, sale.name()).strip(),
                    Given.or(startsAt, sale.startsAt()),
                    Given.or(endsAt, sale.endsAt()),
                    storeIds.isOmitted() ? sale.everyStore() : stores == null,
                    storeIds.isOmitted()
                            ? sale.storeIds()
                            : stores == null
                                    ? List.of()
                                    : stores.stream().distinct().toList(),
                    channels.isOmitted() ? sale.channels() : Channels.of(channels.value()),
                    sale.cancelledAt(),
                    sale.version(),
                    sale.createdAt(),
                    sale.updatedAt());
        }
    }

    record Payload(@Nullable FlashSale flashSale, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final FlashSaleRepository sales;
    private final FlashSaleWriter writer;

    FlashSaleUpdate(FlashSaleRepository sales, FlashSaleWriter writer) {
        this.sales = sales;
        this.writer = writer;
    }

    @MutationMapping
    Payload flashSaleUpdate(
            @Argument FlashSale.Id id,
            @Argument Input input,
            @Argument int ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            FlashSale before = writer.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            if (before.cancelledAt() != null) {
                throw new Refused(Refusal.of(NOT_ALLOWED, "The sale is cancelled; make another one.", "id"));
            }
            FlashSale wanted = input.applyTo(before);
            Given.startBefore(wanted.endsAt(), wanted.startsAt(), input.endsAt() != null);
            List<FlashSaleItemInput.Placed> items = FlashSaleItemInput.placed(input.items(), id);
            List<FlashSaleItem> itemsBefore = sales.items(tx, id, FlashSaleItemInput.variants(items));
            FlashSale after = writer.update(tx, wanted);
            writer.write(tx, id, items, itemsBefore);
            boolean changed = tx.changes(
                    id,
                    FlashSaleCreate.Whole.of(before, itemsBefore),
                    FlashSaleCreate.Whole.of(after, sales.items(tx, id, FlashSaleItemInput.variants(items))));
            return new Payload(changed ? after : before, List.of());
        });
    }
}
