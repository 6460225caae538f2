package io.merkato.channel;

import io.merkato.api.Actor;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.catalog.Variants;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.customer.NamedBuyer;
import io.merkato.ordering.AdvancedOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderProgress;
import io.merkato.ordering.Orders;
import io.merkato.ordering.PastOrder;
import io.merkato.ordering.RecordedOrder;
import io.merkato.ordering.StatusAxis;
import io.merkato.ordering.Totals;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes orders of those that a source hands over, and lets those it handed over before catch up; a fixed number of statements for any number. */
@Component
class ExternalOrderImporting {

    private final ExternalSourceRepository sources;
    private final ExternalOrderRepository imported;
    private final Variants variants;
    private final Customers customers;
    private final Orders orders;

    ExternalOrderImporting(
            ExternalSourceRepository sources,
            ExternalOrderRepository imported,
            Variants variants,
            Customers customers,
            Orders orders) {
        this.sources = sources;
        this.imported = imported;
        this.variants = variants;
        this.customers = customers;
        this.orders = orders;
    }

    /**
     * @param sales of this source, each with an id of its own
     * @return by the external id
     */
    Map<String, ExternalOrderResult> run(
            TenantContext tx, ExternalSource source, Store store, List<ExternalSale> sales, Actor actor) {
        var results = new HashMap<String, ExternalOrderResult>();
        Map<String, ExternalOrder> known = imported.find(tx, source.id(), ids(sales));
        var again = new ArrayList<ExternalSale>();
        var fresh = new ArrayList<ExternalSale>();
        for (ExternalSale sale : sales) {
            ExternalOrder before = known.get(sale.externalId());
            if (before == null) {
                fresh.add(sale);
            } else if (settle(sale, before, results)) {
                again.add(sale);
            }
        }
        // Orders that are there are locked before stock and the tenant's order numbers, as by everybody else.
        advance(tx, source, again, results, actor);
        advance(tx, source, add(tx, source, store, fresh, results, actor), results, actor);
        return results;
    }

    private static List<String> ids(Collection<ExternalSale> sales) {
        return sales.stream().map(ExternalSale::externalId).toList();
    }

    /** Whether something happened since that can be caught up with; if not, what became of it is said. */
    private static boolean settle(ExternalSale sale, ExternalOrder before, Map<String, ExternalOrderResult> results) {
        Map<String, String> now = ExternalOrderDigests.of(sale, before.orderId());
        if (now.equals(before.digests())) {
            results.put(
                    sale.externalId(),
                    ExternalOrderResult.done(
                            sale.externalId(), ExternalOrderOutcome.UNCHANGED, before.orderId(), List.of()));
            return false;
        }
        Set<String> differences = ExternalOrderDigests.differences(before.digests(), now);
        if (differences.isEmpty()) {
            return true;
        }
        results.put(
                sale.externalId(),
                ExternalOrderResult.conflict(
                        sale.externalId(),
                        before.orderId(),
                        differences.stream()
                                .<UserError>map(place -> differs(sale, place))
                                .toList()));
        return false;
    }

    private static Refusal differs(ExternalSale sale, String place) {
        return Refusal.of(
                UserErrorCode.CONFLICT,
                ExternalOrderDigests.happenedOnce(place)
                        ? "This has happened, was told, and stays so."
                        : "This was something else when the order was imported.",
                sale.at(place.split("\\.")));
    }

    /** @return those that somebody else brought a moment ago */
    private List<ExternalSale> add(
            TenantContext tx,
            ExternalSource source,
            Store store,
            List<ExternalSale> sales,
            Map<String, ExternalOrderResult> results,
            Actor actor) {
        if (sales.isEmpty()) {
            return List.of();
        }
        Map<String, SaleItem> goods = goods(tx, source, store, sales);
        List<ExternalSale> sound =
                sales.stream().filter(sale -> isSound(sale, goods, results)).toList();
        if (sound.isEmpty()) {
            return List.of();
        }
        Map<String, Customer.Id> buyers = customers.named(tx, buyers(sound, store));
        var byId = new LinkedHashMap<Order.Id, ExternalSale>();
        var pasts = new ArrayList<PastOrder>();
        for (ExternalSale sale : sound) {
            var id = new Order.Id(Uuid7.next());
            byId.put(id, sale);
            pasts.add(sale.order(id, source, store, customer(sale, buyers), goods));
        }
        Map<Order.Id, RecordedOrder> recorded = orders.record(tx, pasts, actor);
        var late = new ArrayList<ExternalSale>();
        var done = new LinkedHashMap<>(byId);
        byId.forEach((id, sale) -> {
            switch (Objects.requireNonNull(recorded.get(id))) {
                case RecordedOrder.Done(Order.Id order, var shortfalls) ->
                    results.put(
                            sale.externalId(),
                            ExternalOrderResult.done(
                                    sale.externalId(), ExternalOrderOutcome.IMPORTED, order, shortfalls));
                case RecordedOrder.Known other -> {
                    done.remove(id);
                    late.add(sale);
                }
            }
        });
        if (!done.isEmpty()) {
            imported.insert(tx, source.id(), done);
        }
        return late;
    }

    private static Customer.@Nullable Id customer(ExternalSale sale, Map<String, Customer.Id> buyers) {
        return sale.buyer().email() == null
                ? null
                : buyers.get(sale.buyer().email().key());
    }

    private static List<NamedBuyer> buyers(List<ExternalSale> sales, Store store) {
        var buyers = new ArrayList<NamedBuyer>();
        for (ExternalSale sale : sales) {
            ExternalSale.Buyer buyer = sale.buyer();
            if (buyer.email() != null) {
                buyers.add(new NamedBuyer(
                        buyer.email(),
                        buyer.phone(),
                        buyer.givenName(),
                        buyer.familyName(),
                        buyer.company(),
                        store.locale()));
            }
        }
        return buyers;
    }

    /** By what the source calls them, else, as where that was deleted, by the variants' own SKUs. */
    private Map<String, SaleItem> goods(
            TenantContext tx, ExternalSource source, Store store, List<ExternalSale> sales) {
        Set<String> skus = sales.stream()
                .flatMap(sale -> sale.lines().stream())
                .map(ExternalSale.Line::sku)
                .collect(Collectors.toSet());
        Map<String, ProductVariant.Id> own = variants.withSkus(tx, skus);
        Map<String, ProductVariant.Id> called = sources.variants(tx, source.id(), skus);
        var all = new HashSet<>(own.values());
        all.addAll(called.values());
        Map<ProductVariant.Id, SaleItem> items = variants.goods(tx, store.id(), store.locale(), all);
        var goods = new HashMap<String, SaleItem>();
        Stream.of(own, called)
                .forEach(each -> each.forEach((sku, variant) -> {
                    SaleItem item = items.get(variant);
                    if (item != null) {
                        goods.put(sku, item);
                    }
                }));
        return goods;
    }

    /** A larger order than there may be is asked of what is new alone: one that came before there was a most may come again. */
    private static boolean isSound(
            ExternalSale sale, Map<String, SaleItem> goods, Map<String, ExternalOrderResult> results) {
        var errors = new ArrayList<UserError>();
        if (sale.totals().exceedsAnOrder()) {
            errors.add(Refusal.of(UserErrorCode.OUT_OF_RANGE, Totals.TOO_MUCH, sale.at("total")));
        }
        var pieces = new SoldPieces();
        for (int i = 0; i < sale.lines().size(); i++) {
            ExternalSale.Line line = sale.lines().get(i);
            SaleItem item = goods.get(line.sku());
            if (item == null) {
                errors.add(Refusal.of(
                        UserErrorCode.NOT_FOUND,
                        "No variant has this SKU, here or at the source: map it by externalSkusSet.",
                        sale.at("lines", "" + i, "sku")));
            } else {
                pieces.add(item, line.quantity(), sale.at("lines", "" + i, "quantity"))
                        .ifPresent(errors::add);
            }
        }
        if (!errors.isEmpty()) {
            results.put(sale.externalId(), ExternalOrderResult.refused(sale.externalId(), errors));
        }
        return errors.isEmpty();
    }

    /** Once more, with what others brought a moment ago, which is locked now. */
    private void advance(
            TenantContext tx,
            ExternalSource source,
            List<ExternalSale> sales,
            Map<String, ExternalOrderResult> results,
            Actor actor) {
        if (sales.isEmpty()) {
            return;
        }
        Map<String, ExternalOrder> known = imported.lock(tx, source.id(), ids(sales));
        var moving = new LinkedHashMap<Order.Id, ExternalSale>();
        for (ExternalSale sale : sales) {
            ExternalOrder before = known.get(sale.externalId());
            if (before == null) {
                results.put(
                        sale.externalId(),
                        ExternalOrderResult.refused(
                                sale.externalId(),
                                List.of(Refusal.of(
                                        UserErrorCode.TAKEN,
                                        "There is an order of this source and id that was not imported.",
                                        sale.at("externalId")))));
            } else if (settle(sale, before, results)) {
                moving.put(before.orderId(), sale);
            }
        }
        if (moving.isEmpty()) {
            return;
        }
        Map<Order.Id, AdvancedOrder> advanced = orders.advance(
                tx,
                moving.entrySet().stream()
                        .map(each -> progress(each.getKey(), each.getValue(), told(known, each.getValue())))
                        .toList(),
                actor);
        var moved = new LinkedHashMap<>(moving);
        moving.forEach((order, sale) -> {
            switch (Objects.requireNonNull(advanced.get(order))) {
                case AdvancedOrder.Done(boolean changes, var shortfalls) -> {
                    if (!changes) {
                        sayTold(tx, order, told(known, sale), sale);
                    }
                    results.put(
                            sale.externalId(),
                            ExternalOrderResult.done(
                                    sale.externalId(), ExternalOrderOutcome.UPDATED, order, shortfalls));
                }
                case AdvancedOrder.Blocked(StatusAxis axis, String message) -> {
                    moved.remove(order);
                    results.put(
                            sale.externalId(),
                            ExternalOrderResult.conflict(
                                    sale.externalId(),
                                    order,
                                    List.of(Refusal.of(UserErrorCode.CONFLICT, message, sale.at(field(axis))))));
                }
            }
        });
        if (!moved.isEmpty()) {
            imported.update(tx, moved);
        }
    }

    private static Set<String> told(Map<String, ExternalOrder> known, ExternalSale sale) {
        return Objects.requireNonNull(known.get(sale.externalId())).digests().keySet();
    }

    /** Nothing of the order is different, but what the source has told: what is told once must be kept, lest it be done again. */
    private static void sayTold(TenantContext tx, Order.Id order, Set<String> before, ExternalSale sale) {
        Set<String> now = ExternalOrderDigests.of(sale, order).keySet();
        tx.changes(order, Map.of("told", new TreeSet<>(before)), Map.of("told", new TreeSet<>(now)));
    }

    /**
     * What has happened since.
     *
     * @param told what the source has told before, which is done: money that went back after it came does not come again
     */
    private static OrderProgress progress(Order.Id order, ExternalSale sale, Set<String> told) {
        PastOrder.Payment payment = sale.payment();
        return new OrderProgress(
                order,
                payment == null || told.contains("payment")
                        ? null
                        : new OrderProgress.Paid(payment.method(), payment.reference(), payment.at()),
                told.contains("sentAt") ? null : sale.sentAt(),
                told.contains("cancellation") ? null : sale.cancellation(),
                payment == null ? null : payment.method());
    }

    private static String field(StatusAxis axis) {
        return switch (axis) {
            case ORDER -> "cancellation";
            case PAYMENT -> "payment";
            case FULFILMENT -> "sentAt";
        };
    }
}
