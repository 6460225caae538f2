package io.merkato.inventory;

import static io.merkato.jooq.inventory.Tables.HOLD;
import static io.merkato.jooq.inventory.Tables.RECORD_SENT;
import static io.merkato.jooq.inventory.Tables.RECORD_SOLD;
import static io.merkato.jooq.inventory.Tables.SHIP;
import static io.merkato.jooq.inventory.Tables.SHORTAGES;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Actor;
import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What other modules do with stock: promise it to a holder, give it back, ship it, take it back. Each is one statement, all or
 * nothing, and holds the levels concerned until the transaction ends; call it late. Whatever is not tracked is always there,
 * and what the tenant's {@link InventoryMode} does not ask for is not done: callers need not look at it.
 *
 * <p>Quantities are in pieces and at least 1, a bundle's as those of its components. A holder is a cart or an order.
 */
@Component
public class Stock {

    private final InventoryRepository inventory;

    Stock(InventoryRepository inventory) {
        this.inventory = inventory;
    }

    public InventoryPolicy policy(TenantContext tenant) {
        return inventory.policy(tenant);
    }

    /** What there is too little of for the holder, with how many it can have; changes and locks nothing. */
    public Map<ProductVariant.Id, Long> shortages(
            TenantContext tenant, TypeId holder, Map<ProductVariant.Id, Long> quantities) {
        return shortages(SHORT.fetch(
                                tenant,
                                new Wanted(holder.text(), List.of(variants(quantities)), List.of(amounts(quantities))))
                        .rows())
                .stream()
                .collect(Collectors.toMap(OutOfStock::variantId, OutOfStock::available));
    }

    private record Wanted(String holder, List<UUID> variants, List<Long> quantities) {}

    private static final Template<Wanted, Object> SHORT = new Template<>((tenant, asked) -> {
        var rows = SHORTAGES.call(
                tenant.id().value(),
                asked.holder(),
                asked.variants().toArray(UUID[]::new),
                asked.quantities().toArray(Long[]::new));
        return Template.Query.of(
                tenant.sql().select(List.<SelectField<?>>of(rows.fields())).from(rows));
    });

    /**
     * Makes the holder's promises exactly these, taking more and giving back as needed.
     *
     * @param until when a cart's promises expire; null for an order's, which are for good
     * @return what there is too little of, and then nothing has changed
     */
    public List<OutOfStock> hold(
            TenantContext tx,
            TypeId holder,
            Map<ProductVariant.Id, Long> quantities,
            @Nullable Instant until,
            Actor actor) {
        return shortages(HELD.fetch(
                        tx,
                        new Held(
                                holder.text(),
                                List.of(variants(quantities)),
                                List.of(amounts(quantities)),
                                until,
                                actor.name()))
                .rows());
    }

    /**
     * As {@link #hold}; of what there is too little of, the holder is promised what there is.
     *
     * @return what there is too little of
     */
    public List<OutOfStock> holdWhatThereIs(
            TenantContext tx,
            TypeId holder,
            Map<ProductVariant.Id, Long> quantities,
            @Nullable Instant until,
            Actor actor) {
        List<OutOfStock> missing = hold(tx, holder, quantities, until, actor);
        if (!missing.isEmpty()) {
            var there = new HashMap<>(quantities);
            missing.forEach(each -> there.put(each.variantId(), each.available()));
            there.values().removeIf(pieces -> pieces < 1);
            holdWhatThereIs(tx, holder, there, until, actor); // fewer still, where a place was shut just now
        }
        return missing;
    }

    private record Held(
            String holder,
            List<UUID> variants,
            List<Long> quantities,
            @Nullable Instant until,
            String actor) {}

    private static final Template<Held, Object> HELD = new Template<>((tx, asked) -> {
        var rows = HOLD.call(
                tx.id().value(),
                asked.holder(),
                asked.variants().toArray(UUID[]::new),
                asked.quantities().toArray(Long[]::new),
                asked.until(),
                asked.actor());
        return Template.Query.of(
                tx.sql().select(List.<SelectField<?>>of(rows.fields())).from(rows));
    });

    /** Gives back whatever was promised to the holder. */
    public void release(TenantContext tx, TypeId holder, Actor actor) {
        hold(tx, holder, Map.of(), null, actor);
    }

    /** Gives back whatever was promised to any of the holders. */
    public void release(TenantContext tx, Collection<? extends TypeId> holders, Actor actor) {
        tx.sql()
                .select(function(
                        name("inventory", "release"),
                        Long.class,
                        val(tx.id().value()),
                        val(holders.stream().map(TypeId::text).toArray(String[]::new)),
                        val(actor.name())))
                .fetch();
    }

    /** What was promised to a cart is its order's from now on, for good. */
    public void handOver(TenantContext tx, TypeId cart, TypeId order) {
        tx.sql()
                .select(function(
                        name("inventory", "hand_over"),
                        Long.class,
                        val(tx.id().value()),
                        val(cart.text()),
                        val(order.text())))
                .fetch();
    }

    /** As {@link #ship(TenantContext, TypeId, Map, Location.Id, Actor)}, from the places that it was promised at. */
    public List<OutOfStock> ship(TenantContext tx, TypeId order, Map<ProductVariant.Id, Long> quantities, Actor actor) {
        return ship(tx, order, quantities, null, actor);
    }

    /**
     * Leaves the house: what was promised to the order, and what is there and promised to nobody. So what is sold over the
     * counter needs no promise.
     *
     * @param from the one place to take it from; null for any
     * @return what is not there, or promised to others, and then nothing has changed
     */
    public List<OutOfStock> ship(
            TenantContext tx,
            TypeId order,
            Map<ProductVariant.Id, Long> quantities,
            Location.@Nullable Id from,
            Actor actor) {
        return shortages(tx.sql()
                .selectFrom(SHIP.call(
                        tx.id().value(),
                        order.text(),
                        variants(quantities),
                        amounts(quantities),
                        from == null ? null : from.value(),
                        actor.name()))
                .fetch());
    }

    /**
     * Came back from an order and can be sold again.
     *
     * @param location where it lies now; null for where it came from, as far as that is open, else for the first place that has a level of it
     */
    public void restock(
            TenantContext tx,
            TypeId order,
            Map<ProductVariant.Id, Long> quantities,
            Location.@Nullable Id location,
            Actor actor) {
        tx.sql()
                .select(function(
                        name("inventory", "restock"),
                        Long.class,
                        val(tx.id().value()),
                        val(order.text()),
                        val(variants(quantities)),
                        val(amounts(quantities)),
                        val(location == null ? null : location.value(), UUID.class),
                        val(actor.name())))
                .fetch();
    }

    /**
     * What was sold elsewhere, whatever there is of it: goods handed over leave as far as they are there and promised to nobody,
     * those to be sent are promised as far as they can be sold. Where no sale is limited, the figure falls below 0, to -1000000000 at the least. One statement for
     * any number of orders.
     *
     * @return what was lacking, by the text of the order's id
     */
    public Map<String, List<StockShortfall>> recordSold(TenantContext tx, List<SoldGoods> goods, Actor actor) {
        return tx.sql()
                .selectFrom(RECORD_SOLD.call(
                        tx.id().value(),
                        goods.stream().map(sold -> sold.order().text()).toArray(String[]::new),
                        goods.stream().map(sold -> sold.variant().value()).toArray(UUID[]::new),
                        goods.stream().map(SoldGoods::quantity).toArray(Long[]::new),
                        goods.stream()
                                .map(sold ->
                                        sold.from() == null ? null : sold.from().value())
                                .toArray(UUID[]::new),
                        goods.stream().map(SoldGoods::handedOver).toArray(Boolean[]::new),
                        actor.name()))
                .fetchGroups(
                        row -> row.get(0, String.class),
                        row -> new StockShortfall(
                                row.get(1, ProductVariant.Id.class), row.get(2, Long.class), row.get(3, Long.class)));
    }

    /**
     * What was sent elsewhere of orders that are here already, each in full: first what was promised to it, then what is promised
     * to nobody, as far as it is there. Nothing stays promised to them. One statement for any number of orders.
     *
     * @return what was lacking, by the text of the order's id
     */
    public Map<String, List<StockShortfall>> recordSent(TenantContext tx, List<SoldGoods> goods, Actor actor) {
        return tx.sql()
                .selectFrom(RECORD_SENT.call(
                        tx.id().value(),
                        goods.stream().map(sold -> sold.order().text()).toArray(String[]::new),
                        goods.stream().map(sold -> sold.variant().value()).toArray(UUID[]::new),
                        goods.stream().map(SoldGoods::quantity).toArray(Long[]::new),
                        actor.name()))
                .fetchGroups(
                        row -> row.get(0, String.class),
                        row -> new StockShortfall(
                                row.get(1, ProductVariant.Id.class), row.get(2, Long.class), row.get(3, Long.class)));
    }

    private static List<OutOfStock> shortages(Result<? extends Record> rows) {
        return rows.map(row ->
                OutOfStock.of(row.get(0, ProductVariant.Id.class), row.get(1, Long.class), row.get(2, Long.class)));
    }

    private static UUID[] variants(Map<ProductVariant.Id, Long> quantities) {
        if (quantities.values().stream().anyMatch(quantity -> quantity < 1)) {
            throw new IllegalArgumentException("Less than one piece");
        }
        return quantities.keySet().stream().map(ProductVariant.Id::value).toArray(UUID[]::new);
    }

    private static Long[] amounts(Map<ProductVariant.Id, Long> quantities) {
        return quantities.values().toArray(Long[]::new);
    }
}
