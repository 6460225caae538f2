package io.merkato.ordering;

import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.stream.Collectors.toSet;

import io.merkato.api.PostalAddress;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.catalog.Variants;
import io.merkato.customer.Customers;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.pricing.AppliedTax;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.pricing.PriceDecision;
import io.merkato.pricing.PriceQuestion;
import io.merkato.pricing.PriceSource;
import io.merkato.pricing.Prices;
import io.merkato.pricing.TaxQuestion;
import io.merkato.pricing.Taxes;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lines that are added to an order later: priced and taxed as of now, in the manner in which the order was. */
@Component
class OrderAdditions {

    private final Variants variants;
    private final Customers customers;
    private final Prices prices;
    private final Taxes taxes;
    private final Stores stores;
    private final Tenants tenants;
    private final Clock clock;

    OrderAdditions(
            Variants variants,
            Customers customers,
            Prices prices,
            Taxes taxes,
            Stores stores,
            Tenants tenants,
            Clock clock) {
        this.variants = variants;
        this.customers = customers;
        this.prices = prices;
        this.taxes = taxes;
        this.stores = stores;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** What is known of all of them, each asked for once. */
    private record Offer(
            Map<ProductVariant.Id, SaleItem> items,
            Map<ProductVariant.Id, PriceDecision> prices,
            Map<Product.Id, AppliedTax> taxes,
            boolean pricedAsOrder) {}

    private record Chosen(Money unit, PriceSource source, FlashSaleItem.@Nullable Id sale) {}

    /**
     * @param pickup where the order is picked up; null where it is sent
     * @throws Refused where the input is at fault, naming each fault
     */
    List<EditedOrder.Line> lines(
            TenantContext tenant, Order order, @Nullable PostalAddress pickup, List<OrderEditInput.Addition> wanted) {
        if (wanted.size() > OrderEdits.MOST_NAMED) {
            throw new Refused(
                    Refusal.of(TOO_LONG, "At most " + OrderEdits.MOST_NAMED + " lines at once.", "input", "add"));
        }
        if (wanted.isEmpty()) {
            return List.of();
        }
        var quantities = new HashMap<ProductVariant.Id, Long>();
        for (int i = 0; i < wanted.size(); i++) {
            quantities.merge(
                    wanted.get(i).variantId(),
                    (long) OrderEditInput.pieces(wanted.get(i).quantity(), 1, "input", "add", "" + i),
                    Math::addExact);
        }
        Offer offer = offer(tenant, order, pickup, quantities);
        var lines = new ArrayList<EditedOrder.Line>();
        var errors = new ArrayList<UserError>();
        for (int i = 0; i < wanted.size(); i++) {
            String[] place = {"input", "add", "" + i};
            try {
                lines.add(new EditedOrder.Line(null, line(order, wanted.get(i), offer, place), List.of(place)));
            } catch (Refused refused) {
                errors.addAll(refused.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return lines;
    }

    private Offer offer(
            TenantContext tenant,
            Order order,
            @Nullable PostalAddress pickup,
            Map<ProductVariant.Id, Long> quantities) {
        Instant now = clock.instant();
        Map<ProductVariant.Id, SaleItem> items =
                variants.forSale(tenant, order.storeId(), order.locale(), quantities.keySet());
        Map<ProductVariant.Id, PriceDecision> decided = prices.decide(
                tenant,
                new PriceQuestion(
                        order.storeId(),
                        order.currency(),
                        order.channel(),
                        order.customerId() == null ? Set.of() : customers.groups(tenant, order.customerId()),
                        now),
                quantities);
        Set<Product.Id> products =
                items.values().stream().map(SaleItem::product).collect(toSet());
        boolean gross = stores.find(tenant, order.storeId())
                .map(store -> store.taxDisplay() == Store.TaxDisplay.GROSS)
                .orElse(order.pricesIncludeTax());
        return new Offer(
                items,
                decided,
                products.isEmpty() ? Map.of() : taxes.rates(tenant, place(tenant, order, pickup, now), products),
                gross == order.pricesIncludeTax());
    }

    private static NewOrder.Line line(Order order, OrderEditInput.Addition wanted, Offer offer, String... place) {
        SaleItem item = offer.items().get(wanted.variantId());
        if (item == null) {
            throw new Refused(Refusal.notFound(OrderEditInput.below(place, "variantId")));
        }
        List<NamedText> properties = new CartLineInput(wanted.variantId(), 1, wanted.properties()).texts(place);
        PriceDecision decided = offer.pricedAsOrder() ? offer.prices().get(wanted.variantId()) : null;
        Money given = wanted.unitPrice() == null
                ? null
                : OrderEditInput.money(order, wanted.unitPrice(), OrderEditInput.below(place, "unitPrice"));
        Chosen chosen = given != null
                ? new Chosen(given, PriceSource.MANUAL, null)
                : decided != null
                        ? new Chosen(decided.unit(), decided.source(), decided.flashSaleItem())
                        : unpriced(order, offer, OrderEditInput.below(place, "unitPrice"));
        Money unit = chosen.unit();
        Money subtotal = unit.times(wanted.quantity());
        List<Discount> discounts = wanted.discount() == null
                ? List.of()
                : Discount.withManual(
                        List.of(),
                        subtotal,
                        OrderEditInput.money(order, wanted.discount(), OrderEditInput.below(place, "discount")),
                        OrderEditInput.below(place, "discount"));
        AppliedTax rate = offer.taxes().get(item.product());
        OrderLine.Tax tax = rate == null ? null : new OrderLine.Tax(rate.name(), rate.rate());
        return new NewOrder.Line(
                new OrderLine.Id(Uuid7.next()),
                item.variant(),
                item.product(),
                item.sku(),
                item.name(),
                NamedText.of(item.options()),
                properties,
                wanted.quantity(),
                decided == null ? unit : decided.list(),
                unit,
                chosen.source(),
                chosen.sale(),
                tax,
                OrderEdits.amounts(order, subtotal, discounts, tax),
                item.requiresShipping(),
                item.pieces());
    }

    private static Chosen unpriced(Order order, Offer offer, String... place) {
        throw new Refused(Refusal.of(
                REQUIRED,
                offer.pricedAsOrder()
                        ? "This has no price in " + order.currency() + ": set one."
                        : "The store's prices are " + (order.pricesIncludeTax() ? "without" : "with")
                                + " tax by now, and this order's are not: set a price.",
                place));
    }

    /** Shipping keeps its rate, also where it was edited to nothing; where there was none to ship, that of now. */
    Rate shippingRate(TenantContext tenant, Order order, OrderEditRepository.Terms terms, FirstAmounts first) {
        return order.shippingMethod() != null
                        || order.totals().shipping().minorUnits() > 0
                        || first.shipping().subtotal().minorUnits() > 0
                ? terms.shippingRate()
                : taxes.ofClass(tenant, place(tenant, order, terms.pickup(), clock.instant()), null)
                        .map(AppliedTax::rate)
                        .orElse(Rate.ZERO);
    }

    /** As for a cart: where it is picked up or delivered, else billed, else the tenant's country. */
    private TaxQuestion place(TenantContext tenant, Order order, @Nullable PostalAddress pickup, Instant now) {
        PostalAddress sentTo = order.shippingAddress() == null ? order.billingAddress() : order.shippingAddress();
        PostalAddress address = pickup == null ? sentTo : pickup;
        return new TaxQuestion(
                address == null ? tenants.byId(tenant).country() : address.country(),
                address == null ? null : address.region(),
                order.customerId(),
                now);
    }
}
