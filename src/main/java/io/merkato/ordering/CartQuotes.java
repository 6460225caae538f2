package io.merkato.ordering;

import static java.util.stream.Collectors.toSet;

import io.merkato.api.PostalAddress;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.catalog.Variants;
import io.merkato.customer.Customer;
import io.merkato.customer.CustomerGroup;
import io.merkato.customer.Customers;
import io.merkato.money.Money;
import io.merkato.pricing.AppliedTax;
import io.merkato.pricing.PriceDecision;
import io.merkato.pricing.PriceQuestion;
import io.merkato.pricing.Prices;
import io.merkato.pricing.TaxQuestion;
import io.merkato.pricing.Taxes;
import io.merkato.promotion.Coupon;
import io.merkato.promotion.CouponLine;
import io.merkato.promotion.CouponQuestion;
import io.merkato.promotion.CouponRefusal;
import io.merkato.promotion.CouponResult;
import io.merkato.promotion.Coupons;
import io.merkato.shipping.ShippingQuestion;
import io.merkato.shipping.ShippingQuote;
import io.merkato.shipping.ShippingQuotes;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Works out what a cart comes to: prices, coupons, shipping, tax, stock, each asked for all lines at once. The order of it is that of the
 * money policy: the price of each line, less discounts, then tax.
 */
@Component
class CartQuotes {

    static final String TOO_MUCH = "The cart comes to more than can be reckoned with";

    private final CartRepository carts;
    private final Variants variants;
    private final Customers customers;
    private final Prices prices;
    private final Taxes taxes;
    private final Coupons coupons;
    private final ShippingQuotes shippingQuotes;
    private final PointsDiscounts points;
    private final CartProblems problems;
    private final Stores stores;
    private final Tenants tenants;
    private final Clock clock;

    CartQuotes(
            CartRepository carts,
            Variants variants,
            Customers customers,
            Prices prices,
            Taxes taxes,
            Coupons coupons,
            ShippingQuotes shippingQuotes,
            PointsDiscounts points,
            CartProblems problems,
            Stores stores,
            Tenants tenants,
            Clock clock) {
        this.carts = carts;
        this.variants = variants;
        this.customers = customers;
        this.prices = prices;
        this.taxes = taxes;
        this.coupons = coupons;
        this.shippingQuotes = shippingQuotes;
        this.points = points;
        this.problems = problems;
        this.stores = stores;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** A line that is for sale, before coupons and tax. */
    private record Priced(
            CartLine line,
            @Nullable SaleItem item,
            @Nullable PriceDecision price) {

        @Nullable
        Money unit() {
            return line.priceOverride() != null ? line.priceOverride() : price == null ? null : price.unit();
        }

        Money amount(Money none) {
            Money unit = item == null ? null : unit();
            return unit == null ? none : unit.times(line.quantity());
        }
    }

    /**
     * What was read of a cart before.
     *
     * @param lines null where nobody knows
     * @param sold of the goods in it, those that are sold
     */
    record Known(@Nullable List<CartLine> lines, Map<ProductVariant.Id, SaleItem> sold) {
        static final Known NOTHING = new Known(null, Map.of());
    }

    /**
     * Of a cart that is being changed.
     *
     * @param before its lines as they were
     * @throws Refused where it comes to more than an order does, but by prices alone
     */
    CartQuote toKeep(TenantContext tx, Cart cart, Known known, List<CartLine> before) {
        CartQuote quote = of(tx, cart, known, true);
        return quote.seenLines().stream().allMatch(line -> before.stream().anyMatch(line::isNoMoreThan))
                ? quote
                : orderable(quote, "lines");
    }

    /** Of a cart that comes to what an order may, but for what there is too little of, which whoever takes it will say. */
    CartQuote toPlace(TenantContext tx, Cart cart) {
        return orderable(of(tx, cart, Known.NOTHING, false), "cartId");
    }

    private static CartQuote orderable(CartQuote quote, String field) {
        try {
            quote.totals().mustBeAnOrders();
            return quote;
        } catch (ArithmeticException e) {
            throw new Refused(Refusal.of(UserErrorCode.OUT_OF_RANGE, Totals.TOO_MUCH, "input", field));
        }
    }

    private CartQuote of(TenantContext tenant, Cart cart, Known known, boolean asksStock) {
        try {
            return reckon(tenant, cart, known, asksStock);
        } catch (ArithmeticException e) {
            throw new Refused(Refusal.of(UserErrorCode.OUT_OF_RANGE, TOO_MUCH + ".", "input", "lines"));
        }
    }

    /** @throws ArithmeticException where it comes to more than 64 bits hold */
    CartQuote reckon(TenantContext tenant, Cart cart, Known known, boolean asksStock) {
        Instant now = clock.instant();
        Money none = Money.zero(cart.currency());
        List<Priced> priced = priced(tenant, cart, known, now);
        List<Money> amounts = priced.stream().map(line -> line.amount(none)).toList();
        boolean sent = priced.stream()
                .anyMatch(line -> line.item() != null && line.item().requiresShipping());

        List<Coupon> coupons = coupons(tenant, cart);
        CouponQuestion question = question(tenant, cart, priced, amounts, coupons, now);
        Money goods = Money.sum(cart.currency(), amounts)
                .minus(Money.sum(
                        cart.currency(),
                        Coupons.evaluate(question, coupons).lineDiscounts().values()));
        List<ShippingQuote> offered = sent ? offered(tenant, cart, priced, goods) : List.of();
        ShippingQuote chosen = offered.stream()
                .filter(quote -> quote.method().equals(cart.shippingMethodId()))
                .findAny()
                .orElse(null);
        Money shippingPrice = chosen == null ? none : chosen.price();
        CouponResult off = refused(cart, coupons, Coupons.evaluate(question.withShipping(shippingPrice), coupons));

        List<Money> left = left(amounts, off);
        PointsDiscounts.Offer offer =
                cart.loyaltyPoints() == null ? null : points.offer(tenant, cart, Money.sum(cart.currency(), left));
        List<Money> byPoints =
                offer == null || left.isEmpty() ? left : offer.amount().split(left);

        Store store = store(tenant, cart);
        boolean pricesIncludeTax = store.taxDisplay() == Store.TaxDisplay.GROSS;
        TaxQuestion place = place(tenant, cart, chosen, now);
        Map<Product.Id, AppliedTax> rates = rates(tenant, place, priced);
        var lines = new ArrayList<QuotedLine>();
        for (int i = 0; i < priced.size(); i++) {
            Priced line = priced.get(i);
            OrderLine.Tax tax =
                    line.item() == null ? null : named(rates.get(line.item().product()));
            lines.add(new QuotedLine(
                    line.line(),
                    line.item(),
                    line.price(),
                    tax,
                    LineAmounts.of(
                            amounts.get(i),
                            offer == null ? discounts(off, i) : withPoints(discounts(off, i), byPoints.get(i)),
                            tax == null ? null : tax.rate(),
                            pricesIncludeTax)));
        }
        OrderLine.Tax shippingTax = chosen == null
                ? null
                : named(taxes.ofClass(tenant, place, chosen.taxClass()).orElse(null));
        var quote = new CartQuote(
                cart,
                pricesIncludeTax,
                List.copyOf(lines),
                offered,
                chosen,
                LineAmounts.of(
                        shippingPrice,
                        shippingDiscounts(off),
                        shippingTax == null ? null : shippingTax.rate(),
                        pricesIncludeTax),
                shippingTax,
                off.discounts(),
                offer,
                problems.of(tenant, cart, store, lines, asksStock, sent, chosen, off, offer));
        quote.totals();
        return quote;
    }

    /** What coupons left of each line. */
    private static List<Money> left(List<Money> amounts, CouponResult off) {
        return IntStream.range(0, amounts.size())
                .mapToObj(i -> off.lineDiscounts().get(i) instanceof Money less
                        ? amounts.get(i).minus(less)
                        : amounts.get(i))
                .toList();
    }

    private static List<Discount> withPoints(List<Discount> others, Money byPoints) {
        return byPoints.minorUnits() == 0
                ? others
                : Stream.concat(others.stream(), Stream.of(new Discount(Discount.POINTS, byPoints)))
                        .sorted(Comparator.comparing(Discount::code))
                        .toList();
    }

    private Store store(TenantContext tenant, Cart cart) {
        return stores.find(tenant, cart.storeId())
                .orElseThrow(() -> new IllegalStateException(cart.id() + " has no store"));
    }

    private static OrderLine.@Nullable Tax named(@Nullable AppliedTax tax) {
        return tax == null ? null : new OrderLine.Tax(tax.name(), tax.rate());
    }

    private List<Priced> priced(TenantContext tenant, Cart cart, Known known, Instant now) {
        List<CartLine> lines = known.lines() == null ? carts.lines(tenant, cart) : known.lines();
        if (lines.isEmpty()) {
            return List.of();
        }
        var quantities = new HashMap<ProductVariant.Id, Long>();
        lines.forEach(line -> quantities.merge(line.variantId(), line.quantity(), Math::addExact));
        Map<ProductVariant.Id, SaleItem> items = known.sold().keySet().containsAll(quantities.keySet())
                ? known.sold()
                : variants.forSale(tenant, cart.storeId(), cart.locale(), quantities.keySet());
        Map<ProductVariant.Id, PriceDecision> decided = prices.decide(
                tenant,
                new PriceQuestion(
                        cart.storeId(), cart.currency(), cart.channel(), groups(tenant, cart.customerId()), now),
                quantities);
        return lines.stream()
                .map(line -> new Priced(line, items.get(line.variantId()), decided.get(line.variantId())))
                .toList();
    }

    private Set<CustomerGroup.Id> groups(TenantContext tenant, Customer.@Nullable Id customer) {
        return customer == null ? Set.of() : customers.groups(tenant, customer);
    }

    private List<ShippingQuote> offered(TenantContext tenant, Cart cart, List<Priced> lines, Money goods) {
        PostalAddress address = cart.shippingAddress();
        long grams = lines.stream()
                .filter(line -> line.item() != null && line.item().requiresShipping())
                .mapToLong(line -> Math.multiplyExact(
                        Objects.requireNonNull(line.item()).weightGrams(),
                        line.line().quantity()))
                .sum();
        return shippingQuotes.quote(
                tenant,
                new ShippingQuestion(
                        cart.storeId(),
                        cart.currency(),
                        address == null ? null : address.country(),
                        address == null ? null : address.region(),
                        grams,
                        goods));
    }

    private List<Coupon> coupons(TenantContext tenant, Cart cart) {
        if (cart.couponCodes().isEmpty()) {
            return List.of();
        }
        Map<String, Coupon> found = coupons.find(tenant, new LinkedHashSet<>(cart.couponCodes()));
        return cart.couponCodes().stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private CouponQuestion question(
            TenantContext tenant,
            Cart cart,
            List<Priced> lines,
            List<Money> amounts,
            List<Coupon> coupons,
            Instant now) {
        var eligible = new ArrayList<CouponLine>();
        for (int i = 0; i < lines.size(); i++) {
            SaleItem item = lines.get(i).item();
            if (item != null) {
                eligible.add(new CouponLine(i, item.product(), item.categories(), amounts.get(i)));
            }
        }
        return new CouponQuestion(
                cart.storeId(),
                cart.currency(),
                cart.customerId(),
                cart.customerId() == null || coupons.isEmpty()
                        ? Map.of()
                        : this.coupons.usesOf(
                                tenant,
                                cart.customerId(),
                                coupons.stream().map(Coupon::id).toList()),
                now,
                eligible,
                Money.zero(cart.currency()));
    }

    /** With the codes of which there is no coupon. */
    private static CouponResult refused(Cart cart, List<Coupon> coupons, CouponResult result) {
        var refusals = new HashMap<>(result.refusals());
        Set<String> known = coupons.stream().map(Coupon::code).collect(toSet());
        cart.couponCodes().stream()
                .filter(code -> !known.contains(code))
                .forEach(code -> refusals.put(code, CouponRefusal.UNKNOWN));
        return new CouponResult(result.discounts(), refusals, result.lineDiscounts(), result.shippingDiscount());
    }

    /** Where it is picked up, or delivered; until that is known, where it is billed, else in the tenant's country. */
    private TaxQuestion place(TenantContext tenant, Cart cart, @Nullable ShippingQuote chosen, Instant now) {
        PostalAddress pickup = chosen == null ? null : chosen.pickupAddress();
        PostalAddress sentTo = cart.shippingAddress() == null ? cart.billingAddress() : cart.shippingAddress();
        PostalAddress address = pickup == null ? sentTo : pickup;
        return new TaxQuestion(
                address == null ? tenants.byId(tenant).country() : address.country(),
                address == null ? null : address.region(),
                cart.customerId(),
                now);
    }

    private Map<Product.Id, AppliedTax> rates(TenantContext tenant, TaxQuestion place, List<Priced> lines) {
        Set<Product.Id> products = lines.stream()
                .map(Priced::item)
                .filter(Objects::nonNull)
                .map(SaleItem::product)
                .collect(toSet());
        return products.isEmpty() ? Map.of() : taxes.rates(tenant, place, products);
    }

    static List<Discount> discounts(CouponResult off, int line) {
        return off.discounts().stream()
                .filter(discount -> discount.lines().get(line) instanceof Money amount && amount.minorUnits() > 0)
                .map(discount -> new Discount(
                        discount.code(), Objects.requireNonNull(discount.lines().get(line))))
                .sorted(Comparator.comparing(Discount::code))
                .toList();
    }

    static List<Discount> shippingDiscounts(CouponResult off) {
        return off.discounts().stream()
                .filter(discount -> discount.shipping().minorUnits() > 0)
                .map(discount -> new Discount(discount.code(), discount.shipping()))
                .toList();
    }
}
