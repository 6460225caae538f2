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
import io.merkato.inventory.Locations;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.ordering.Orders;
import io.merkato.ordering.PastOrder;
import io.merkato.ordering.RecordedOrder;
import io.merkato.ordering.Totals;
import io.merkato.pricing.PriceDecision;
import io.merkato.pricing.PriceQuestion;
import io.merkato.pricing.Prices;
import io.merkato.pricing.TaxedSale;
import io.merkato.pricing.Taxes;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes orders of what a till sold, each once, in a fixed number of statements for any number. */
@Component
class PosSaleRecording {

    /** Where and by whom it was sold. */
    record At(PosSession session, PosRegister register, Store store) {}

    private final PosSessionRepository sessions;
    private final Orders orders;
    private final Variants variants;
    private final Customers customers;
    private final Prices prices;
    private final Taxes taxes;
    private final Locations locations;
    private final Tenants tenants;
    private final Clock clock;

    PosSaleRecording(
            PosSessionRepository sessions,
            Orders orders,
            Variants variants,
            Customers customers,
            Prices prices,
            Taxes taxes,
            Locations locations,
            Tenants tenants,
            Clock clock) {
        this.sessions = sessions;
        this.orders = orders;
        this.variants = variants;
        this.customers = customers;
        this.prices = prices;
        this.taxes = taxes;
        this.locations = locations;
        this.tenants = tenants;
        this.clock = clock;
    }

    /**
     * @param sales each with a reference of its own
     * @return by the reference
     */
    Map<String, PosSaleResult> run(TenantContext tx, At at, List<ToldSale> sales, Actor actor) {
        var results = new HashMap<String, PosSaleResult>();
        Map<Order.Source, RecordedOrder.Known> known =
                orders.known(tx, sales.stream().map(sale -> source(at, sale)).toList());
        var fresh = new ArrayList<ToldSale>();
        for (ToldSale sale : sales) {
            RecordedOrder.Known before = known.get(source(at, sale));
            if (before != null) {
                results.put(sale.reference(), again(sale, before));
            } else if (isOfSession(at, sale, results)) {
                fresh.add(sale);
            }
        }
        if (!fresh.isEmpty()) {
            record(tx, at, fresh, results, actor);
        }
        return results;
    }

    private static Order.Source source(At at, ToldSale sale) {
        return new Order.Source(at.register().source(), sale.reference());
    }

    private static PosSaleResult again(ToldSale sale, RecordedOrder.Known before) {
        return before.digest().equals(sale.digest())
                ? PosSaleResult.unchanged(sale.reference(), before.id())
                : PosSaleResult.conflict(
                        sale.reference(),
                        before.id(),
                        Refusal.of(
                                UserErrorCode.CONFLICT,
                                "This till has told of another sale by this reference.",
                                sale.at("reference")));
    }

    /** Whatever comes after closing was sold before somebody counted, or by a till that did not know: it is kept, and marked late. */
    private boolean isOfSession(At at, ToldSale sale, Map<String, PosSaleResult> results) {
        Instant now = clock.instant();
        boolean possible = !sale.soldAt().isAfter(now.plus(PosSession.CLOCKS))
                && !sale.soldAt().isBefore(at.session().openedAt().minus(PosSession.CLOCKS));
        if (!possible) {
            refuse(
                    sale,
                    results,
                    List.of(Refusal.of(
                            UserErrorCode.OUT_OF_RANGE,
                            "A sale is made after its session was opened, and not in the future: set the till's clock.",
                            sale.at("soldAt"))));
        }
        return possible;
    }

    private static void refuse(ToldSale sale, Map<String, PosSaleResult> results, List<UserError> errors) {
        results.put(sale.reference(), PosSaleResult.refused(sale.reference(), errors));
    }

    private void record(
            TenantContext tx, At at, List<ToldSale> sales, Map<String, PosSaleResult> results, Actor actor) {
        Set<ProductVariant.Id> sold = sales.stream()
                .flatMap(sale -> sale.lines().stream())
                .map(ToldSale.Line::variantId)
                .collect(Collectors.toSet());
        Map<ProductVariant.Id, SaleItem> items =
                variants.goodsEver(tx, at.store().id(), at.store().locale(), sold);
        Map<Customer.Id, Optional<Customer.Id>> buyers = buyers(tx, sales);
        List<ToldSale> sound = sales.stream()
                .filter(sale -> isSound(sale, items, buyers, results))
                .toList();
        if (sound.isEmpty()) {
            return;
        }
        var reckoning =
                new PosSaleReckoning(at, items, buyers, decided(tx, at, sold), taxes(tx, at, sound, items, buyers));
        var byId = new LinkedHashMap<Order.Id, ToldSale>();
        var pasts = new ArrayList<PastOrder>();
        for (ToldSale sale : sound) {
            var order = reckoning.order(sale);
            Money paid = Money.sum(
                    order.currency(),
                    sale.payments().stream().map(PastOrder.Payment::amount).toList());
            if (order.totals().exceedsAnOrder()) {
                refuse(
                        sale,
                        results,
                        List.of(Refusal.of(UserErrorCode.OUT_OF_RANGE, Totals.TOO_MUCH, sale.at("lines"))));
            } else if (paid.equals(order.totals().total())) {
                byId.put(order.id(), sale);
                pasts.add(new PastOrder(
                        order,
                        sale.digest(),
                        sale.payments(),
                        sale.soldAt(),
                        sale.soldAt(),
                        null,
                        at.session().locationId()));
            } else {
                refuse(
                        sale,
                        results,
                        List.of(Refusal.of(
                                UserErrorCode.INVALID,
                                "The payments come to " + paid.amount() + ", and the sale to "
                                        + order.totals().total().amount() + ".",
                                sale.at("payments"))));
            }
        }
        if (!pasts.isEmpty()) {
            keep(tx, at, byId, orders.record(tx, pasts, actor), results, actor);
        }
    }

    private void keep(
            TenantContext tx,
            At at,
            Map<Order.Id, ToldSale> byId,
            Map<Order.Id, RecordedOrder> recorded,
            Map<String, PosSaleResult> results,
            Actor actor) {
        Instant received = clock.instant();
        var kept = new ArrayList<PosSale>();
        var cash = new ArrayList<CashMovement>();
        byId.forEach((id, sale) -> {
            switch (Objects.requireNonNull(recorded.get(id))) {
                case RecordedOrder.Known before -> results.put(sale.reference(), again(sale, before));
                case RecordedOrder.Done(Order.Id order, var shortfalls) -> {
                    results.put(sale.reference(), PosSaleResult.imported(sale.reference(), order, shortfalls));
                    kept.add(new PosSale(order, at.session().id(), !at.session().isOpen(), received));
                    if (sale.cash().minorUnits() > 0) {
                        cash.add(new CashMovement(
                                new CashMovement.Id(Uuid7.next()),
                                at.session().id(),
                                CashMovementKind.SALE,
                                sale.cash(),
                                null,
                                order,
                                actor.name(),
                                sale.soldAt()));
                    }
                }
            }
        });
        if (!kept.isEmpty()) {
            sessions.record(tx, kept);
            sessions.move(tx, cash);
        }
    }

    /** Who they are by now, of each that there is or was; of who is gone it is nobody's sale. */
    private Map<Customer.Id, Optional<Customer.Id>> buyers(TenantContext tx, List<ToldSale> sales) {
        Set<Customer.Id> named = sales.stream()
                .map(ToldSale::customerId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return named.isEmpty() ? Map.of() : customers.holdEver(tx, named);
    }

    private static boolean isSound(
            ToldSale sale,
            Map<ProductVariant.Id, SaleItem> items,
            Map<Customer.Id, Optional<Customer.Id>> buyers,
            Map<String, PosSaleResult> results) {
        var errors = new ArrayList<UserError>();
        if (sale.customerId() != null && !buyers.containsKey(sale.customerId())) {
            errors.add(Refusal.notFound(sale.at("customerId")));
        }
        var pieces = new SoldPieces();
        for (int i = 0; i < sale.lines().size(); i++) {
            ToldSale.Line line = sale.lines().get(i);
            SaleItem item = items.get(line.variantId());
            if (item == null) {
                errors.add(Refusal.notFound(sale.at("lines", "" + i, "variantId")));
            } else {
                pieces.add(item, line.quantity(), sale.at("lines", "" + i, "quantity"))
                        .ifPresent(errors::add);
            }
        }
        if (!errors.isEmpty()) {
            refuse(sale, results, errors);
        }
        return errors.isEmpty();
    }

    /** What they cost at tills now, to say of each price where it is from. */
    private Map<ProductVariant.Id, PriceDecision> decided(TenantContext tx, At at, Set<ProductVariant.Id> sold) {
        return prices.decide(
                tx,
                new PriceQuestion(
                        at.store().id(), at.session().currency(), SalesChannel.POS, Set.of(), clock.instant()),
                sold.stream().collect(Collectors.toMap(id -> id, id -> 1L)));
    }

    private Map<TaxedSale, io.merkato.pricing.AppliedTax> taxes(
            TenantContext tx,
            At at,
            List<ToldSale> sales,
            Map<ProductVariant.Id, SaleItem> items,
            Map<Customer.Id, Optional<Customer.Id>> buyers) {
        var address = Objects.requireNonNull(locations
                        .find(tx, List.of(at.session().locationId()))
                        .get(at.session().locationId()))
                .address();
        @Nullable String region = address == null ? null : address.region();
        return taxes.rates(
                tx,
                address == null ? tenants.byId(tx).country() : address.country(),
                region,
                sales.stream()
                        .flatMap(sale -> sale.lines().stream()
                                .map(line -> PosSaleReckoning.taxed(
                                        sale, Objects.requireNonNull(items.get(line.variantId())), buyers)))
                        .collect(Collectors.toSet()));
    }
}
