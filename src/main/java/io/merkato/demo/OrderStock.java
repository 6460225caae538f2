package io.merkato.demo;

import static io.merkato.jooq.inventory.Tables.ADJUSTMENT;
import static io.merkato.jooq.inventory.Tables.MOVEMENT;
import static io.merkato.jooq.inventory.Tables.RESERVATION;

import io.merkato.catalog.ProductVariant;
import io.merkato.inventory.StockAdjustment;
import io.merkato.inventory.StockReason;
import io.merkato.ordering.NewOrder;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What orders did to the stock since it is kept, at its first place; and the delivery that made up for it, so that there is
 * as much to sell as {@link StockRows} says.
 */
final class OrderStock {

    /** Before the first order since the stock is kept. */
    private static final Instant MADE_UP = StockRows.DELIVERED.plus(Duration.ofHours(2));

    private record Held(NewOrder order, UUID variant) {}

    private final DemoIds ids;
    private final UUID place;
    private final Set<UUID> kept;
    private final StockAdjustment.Id delivery;
    private final Map<Held, Long> reserved = new HashMap<>();
    private final Map<UUID, Long> taken = new TreeMap<>();
    private final Rows movements = new Rows(MOVEMENT);
    private int count;

    OrderStock(DemoShop demo) {
        this.ids = demo.ids();
        this.place = ids.of(
                "location",
                Objects.requireNonNull(demo.shop().stock())
                        .locations()
                        .getFirst()
                        .code());
        this.kept = demo.products().stream()
                .filter(ProductRows::isKept)
                .flatMap(line -> line.variants().stream())
                .map(variant -> ids.of("variant", variant.key()))
                .collect(Collectors.toSet());
        this.delivery = new StockAdjustment.Id(ids.at(MADE_UP, "adjustment", "orders"));
    }

    void hold(NewOrder order, NewOrder.Line line) {
        each(order, line, line.quantity(), (variant, pieces) -> {
            move(order.id().text(), variant, StockReason.RESERVED, 0, pieces, order.placedAt());
            reserved.merge(new Held(order, variant), pieces, Long::sum);
            taken.merge(variant, pieces, Long::sum);
        });
    }

    void ship(NewOrder order, NewOrder.Line line, long quantity, Instant at) {
        each(order, line, quantity, (variant, pieces) -> {
            move(order.id().text(), variant, StockReason.SHIPPED, -pieces, -pieces, at);
            reserved.merge(new Held(order, variant), -pieces, Long::sum);
        });
    }

    /** All that is still held for the line. */
    void release(NewOrder order, NewOrder.Line line, Instant at) {
        each(order, line, line.quantity(), (variant, pieces) -> {
            move(order.id().text(), variant, StockReason.RELEASED, 0, -pieces, at);
            reserved.merge(new Held(order, variant), -pieces, Long::sum);
            taken.merge(variant, -pieces, Long::sum);
        });
    }

    void restock(NewOrder order, NewOrder.Line line, long quantity, Instant at) {
        each(order, line, quantity, (variant, pieces) -> {
            move(order.id().text(), variant, StockReason.RETURNED, pieces, 0, at);
            taken.merge(variant, -pieces, Long::sum);
        });
    }

    private void each(NewOrder order, NewOrder.Line line, long quantity, BiConsumer<UUID, Long> pieces) {
        if (order.placedAt().isBefore(MADE_UP)) {
            return;
        }
        for (Map.Entry<ProductVariant.Id, Long> stock : line.stock().entrySet()) {
            if (kept.contains(stock.getKey().value())) {
                pieces.accept(stock.getKey().value(), stock.getValue() * quantity);
            }
        }
    }

    private void move(String reference, UUID variant, StockReason reason, long onHand, long reserved, Instant at) {
        movements
                .next()
                .set(MOVEMENT.ID, ids.at(at, "movement", reference, "" + count++))
                .set(MOVEMENT.VARIANT_ID, variant)
                .set(MOVEMENT.LOCATION_ID, place)
                .set(MOVEMENT.ON_HAND_CHANGE, onHand)
                .set(MOVEMENT.RESERVED_CHANGE, reserved)
                .set(MOVEMENT.REASON, reason.name())
                .set(MOVEMENT.REFERENCE, reference)
                .set(MOVEMENT.ACTOR, "demo data")
                .set(MOVEMENT.MOVED_AT, at);
    }

    void insert(TenantContext tenant) {
        var adjustment = new Rows(ADJUSTMENT);
        adjustment
                .next()
                .set(ADJUSTMENT.ID, delivery.value())
                .set(ADJUSTMENT.LOCATION_ID, place)
                .set(ADJUSTMENT.REASON, StockReason.RECEIVED.name())
                .set(ADJUSTMENT.NOTE, "What the orders of the season will take")
                .set(ADJUSTMENT.ACTOR, "demo data")
                .set(ADJUSTMENT.ADJUSTED_AT, MADE_UP);
        taken.forEach((variant, pieces) -> {
            if (pieces != 0) {
                move(delivery.text(), variant, StockReason.RECEIVED, pieces, 0, MADE_UP);
            }
        });
        var reservations = new Rows(RESERVATION);
        reserved.forEach((held, pieces) -> {
            if (pieces > 0) {
                reservations
                        .next()
                        .set(RESERVATION.HOLDER, held.order().id().text())
                        .set(RESERVATION.VARIANT_ID, held.variant())
                        .set(RESERVATION.LOCATION_ID, place)
                        .set(RESERVATION.QUANTITY, pieces);
            }
        });
        adjustment.insert(tenant);
        movements.insert(tenant);
        reservations.insert(tenant);
    }
}
