package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class FlashSaleCreate {

    record Input(
            String name,
            Instant startsAt,
            Instant endsAt,
            @Nullable List<Store.Id> storeIds,
            @Nullable List<SalesChannel> channels,
            List<FlashSaleItemInput> items) {

        FlashSale sale() {
            return new FlashSale(
                    new FlashSale.Id(Uuid7.next()),
                    name.strip(),
                    startsAt,
                    endsAt,
                    storeIds == null,
                    storeIds == null ? List.of() : storeIds.stream().distinct().toList(),
                    Channels.of(channels),
                    null,
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }

    record Payload(@Nullable FlashSale flashSale, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    /** What the log keeps of a sale. */
    record Whole(FlashSale sale, Map<String, FlashSaleItem> items) {
        static Whole of(FlashSale sale, List<FlashSaleItem> items) {
            return new Whole(
                    sale,
                    items.stream()
                            .collect(toMap(
                                    item -> item.variantId() + " in "
                                            + item.price().currency(),
                                    item -> item)));
        }
    }

    private final FlashSaleRepository sales;
    private final FlashSaleWriter writer;

    FlashSaleCreate(FlashSaleRepository sales, FlashSaleWriter writer) {
        this.sales = sales;
        this.writer = writer;
    }

    @MutationMapping
    Payload flashSaleCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            FlashSale wanted = input.sale();
            List<FlashSaleItemInput.Placed> items = FlashSaleItemInput.placed(input.items(), wanted.id());
            writer.insert(tx, wanted);
            writer.write(tx, wanted.id(), items, List.of());
            FlashSale created = sales.read(tx, wanted.id());
            tx.created(
                    created.id(), Whole.of(created, sales.items(tx, created.id(), FlashSaleItemInput.variants(items))));
            return new Payload(created, List.of());
        });
    }
}
