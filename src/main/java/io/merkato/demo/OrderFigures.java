package io.merkato.demo;

import static io.merkato.demo.CustomerBook.orNone;

import io.merkato.api.PostalAddress;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.catalog.Variants;
import io.merkato.customer.Customer;
import io.merkato.customer.CustomerGroup;
import io.merkato.money.Money;
import io.merkato.ordering.Discount;
import io.merkato.ordering.LineAmounts;
import io.merkato.ordering.NamedText;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import io.merkato.pricing.AppliedTax;
import io.merkato.pricing.PriceDecision;
import io.merkato.pricing.PriceQuestion;
import io.merkato.pricing.Prices;
import io.merkato.pricing.TaxQuestion;
import io.merkato.pricing.Taxes;
import io.merkato.promotion.Coupon;
import io.merkato.promotion.CouponDiscount;
import io.merkato.promotion.CouponLine;
import io.merkato.promotion.CouponQuestion;
import io.merkato.promotion.CouponResult;
import io.merkato.promotion.Coupons;
import io.merkato.shipping.ShippingMethod;
import io.merkato.shipping.ShippingQuestion;
import io.merkato.shipping.ShippingQuote;
import io.merkato.shipping.ShippingQuotes;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the orders of a demo tenant come to, as the modules say that a cart asks when it becomes an order. */
@Component
class OrderFigures {

    /**
     * @param keys of the variants, line by line
     * @param address of the order, as its customer keeps it
     */
    record Reckoned(
            OrderBook.Entry entry,
            NewOrder order,
            List<String> keys,
            List<CouponDiscount> coupons,
            @Nullable Map<String, String> address) {

        @Nullable
        String phone() {
            return order.phone() != null || address == null ? order.phone() : address.get("phone");
        }
    }

    private record Sold(String store, Locale locale) {}

    private record Place(String country, @Nullable String region, Customer.@Nullable Id customer) {}

    private record Taxed(Place place, @Nullable String taxClass) {}

    private final Variants variants;
    private final Prices prices;
    private final Taxes taxes;
    private final Coupons coupons;
    private final ShippingQuotes shipping;

    OrderFigures(Variants variants, Prices prices, Taxes taxes, Coupons coupons, ShippingQuotes shipping) {
        this.variants = variants;
        this.prices = prices;
        this.taxes = taxes;
        this.coupons = coupons;
        this.shipping = shipping;
    }

    List<Reckoned> of(TenantContext tenant, DemoShop demo, OrderBook book) {
        var all = new Of(tenant, demo, book);
        return book.orders().stream().map(all::reckon).toList();
    }

    /** One tenant's. */
    private final class Of {

        private final TenantContext tenant;
        private final DemoShop demo;
        private final DemoIds ids;
        private final Map<String, CustomerBook.Entry> people;
        private final Set<ProductVariant.Id> bought;
        private final Set<Product.Id> products;
        private final Map<String, Coupon> known;
        private final Map<Sold, Map<ProductVariant.Id, SaleItem>> items = new HashMap<>();
        private final Map<Place, Map<Product.Id, AppliedTax>> rates = new HashMap<>();
        private final Map<Taxed, Optional<AppliedTax>> shippingRates = new HashMap<>();
        private final Map<Customer.Id, Map<Coupon.Id, Integer>> uses = new HashMap<>();
        private final PointsOff points;

        Of(TenantContext tenant, DemoShop demo, OrderBook book) {
            this.tenant = tenant;
            this.demo = demo;
            this.ids = demo.ids();
            this.points = new PointsOff(demo);
            this.people = CustomerBook.of(demo.shop().slug()).customers().stream()
                    .collect(Collectors.toMap(CustomerBook.Entry::key, person -> person));
            this.bought = book.orders().stream()
                    .flatMap(entry -> entry.lines().keySet().stream())
                    .map(this::variant)
                    .collect(Collectors.toSet());
            this.products = book.orders().stream()
                    .flatMap(entry -> entry.lines().keySet().stream())
                    .map(key -> new Product.Id(ids.of("product", key.split("/", 2)[0])))
                    .collect(Collectors.toSet());
            this.known = coupons.find(
                    tenant,
                    book.orders().stream()
                            .flatMap(entry -> orNone(entry.coupons()).stream())
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }

        private ProductVariant.Id variant(String key) {
            return new ProductVariant.Id(ids.of("variant", key));
        }

        Reckoned reckon(OrderBook.Entry entry) {
            Shop.Store shop = demo.shop().stores().stream()
                    .filter(each -> each.code().equals(entry.store()))
                    .findFirst()
                    .orElseThrow();
            var store = new Store.Id(ids.of("store", entry.store()));
            SalesChannel channel = entry.channel() == null ? SalesChannel.ONLINE : entry.channel();
            Currency currency = entry.currency() == null ? shop.currencies().getFirst() : entry.currency();
            CustomerBook.Entry person = entry.by() == null ? null : Objects.requireNonNull(people.get(entry.by()));
            Customer.Id customer = person == null ? null : new Customer.Id(ids.of("customer", person.key()));
            Locale locale = person != null && shop.locales().contains(person.locale())
                    ? person.locale()
                    : shop.locales().getFirst();
            Map<String, String> kept = person == null || channel == SalesChannel.POS ? null : address(person);
            PostalAddress address = kept == null ? null : address(kept);
            boolean gross = shop.taxDisplay().equals("GROSS");

            List<String> keys = List.copyOf(new LinkedHashSet<>(entry.lines().keySet()));
            Map<ProductVariant.Id, Long> quantities = keys.stream()
                    .collect(
                            Collectors.toMap(this::variant, key -> entry.lines().get(key)));
            Map<ProductVariant.Id, SaleItem> sold = items.computeIfAbsent(
                    new Sold(entry.store(), locale), of -> variants.forSale(tenant, store, locale, bought));
            Map<ProductVariant.Id, PriceDecision> decided = prices.decide(
                    tenant, new PriceQuestion(store, currency, channel, groups(person), entry.at()), quantities);
            List<SaleItem> lines =
                    keys.stream().map(key -> there(sold, key, entry)).toList();
            List<Money> amounts = lines.stream()
                    .map(item -> price(decided, item).unit().times(quantity(quantities, item)))
                    .toList();

            List<Coupon> given = orNone(entry.coupons()).stream()
                    .map(code -> Objects.requireNonNull(known.get(code), code))
                    .toList();
            CouponQuestion question = question(store, currency, customer, entry.at(), lines, amounts);
            Money goods = Money.sum(currency, amounts)
                    .minus(Money.sum(
                            currency,
                            Coupons.evaluate(question, given).lineDiscounts().values()));
            Optional<ShippingQuote> quote = quote(entry, store, currency, address, lines, quantities, goods);
            Money carriage = quote.map(ShippingQuote::price).orElse(Money.zero(currency));
            CouponResult off = Coupons.evaluate(question.withShipping(carriage), given);
            if (!off.refusals().isEmpty()) {
                throw new IllegalArgumentException(
                        demo.shop().slug() + ", order of " + entry.at() + ": " + off.refusals());
            }
            if (customer != null) {
                off.discounts()
                        .forEach(discount -> uses.computeIfAbsent(customer, each -> new HashMap<>())
                                .merge(discount.couponId(), 1, Integer::sum));
            }

            var place = new Place(
                    address == null ? demo.shop().country() : address.country(),
                    address == null ? null : address.region(),
                    customer);
            Map<Product.Id, AppliedTax> taxed =
                    rates.computeIfAbsent(place, where -> taxes.rates(tenant, question(where, entry.at()), products));
            OrderLine.Tax shippingTax = quote.flatMap(chosen -> shippingRates.computeIfAbsent(
                            new Taxed(place, chosen.taxClass()),
                            which -> taxes.ofClass(tenant, question(place, entry.at()), which.taxClass())))
                    .map(Of::named)
                    .orElse(null);
            List<Money> byPoints = points.of(entry.points(), store, currency, entry.at(), amounts, off);
            var newLines = new ArrayList<NewOrder.Line>();
            for (int i = 0; i < lines.size(); i++) {
                SaleItem item = lines.get(i);
                AppliedTax rate = taxed.get(item.product());
                newLines.add(line(
                        new OrderLine.Id(ids.at(entry.at(), "order line", keys.get(i))),
                        item,
                        quantity(quantities, item),
                        price(decided, item),
                        rate == null ? null : named(rate),
                        amounts.get(i),
                        PointsOff.with(discounts(off, i), byPoints.get(i)),
                        gross));
            }
            var order = new NewOrder(
                    new Order.Id(ids.at(entry.at(), "order")),
                    store,
                    channel,
                    entry.source() == null
                            ? null
                            : new Order.Source(entry.source(), Objects.requireNonNull(entry.reference())),
                    customer,
                    person == null ? null : person.email(),
                    person == null ? null : person.phone(),
                    locale,
                    currency,
                    gross,
                    address,
                    null,
                    null,
                    quote.map(chosen -> chosen.names().inOr(List.of(locale), chosen.code()))
                            .orElse(null),
                    entry.note(),
                    LineAmounts.of(
                            carriage, shippingDiscounts(off), shippingTax == null ? null : shippingTax.rate(), gross),
                    shippingTax,
                    newLines,
                    entry.at());
            return new Reckoned(entry, order, keys, off.discounts(), kept);
        }

        private static long quantity(Map<ProductVariant.Id, Long> quantities, SaleItem item) {
            return Objects.requireNonNull(quantities.get(item.variant()));
        }

        private SaleItem there(Map<ProductVariant.Id, SaleItem> sold, String key, OrderBook.Entry entry) {
            return Objects.requireNonNull(
                    sold.get(variant(key)), () -> entry.store() + " does not sell " + key + ", order of " + entry.at());
        }

        private PriceDecision price(Map<ProductVariant.Id, PriceDecision> decided, SaleItem item) {
            return Objects.requireNonNull(decided.get(item.variant()), item::sku);
        }

        private Set<CustomerGroup.Id> groups(CustomerBook.@Nullable Entry person) {
            return person == null
                    ? Set.of()
                    : orNone(person.groups()).stream()
                            .map(group -> new CustomerGroup.Id(ids.of("customerGroup", group.code())))
                            .collect(Collectors.toSet());
        }

        private CouponQuestion question(
                Store.Id store,
                Currency currency,
                Customer.@Nullable Id customer,
                Instant at,
                List<SaleItem> lines,
                List<Money> amounts) {
            var eligible = new ArrayList<CouponLine>();
            for (int i = 0; i < lines.size(); i++) {
                eligible.add(
                        new CouponLine(i, lines.get(i).product(), lines.get(i).categories(), amounts.get(i)));
            }
            return new CouponQuestion(
                    store,
                    currency,
                    customer,
                    customer == null ? Map.of() : uses.getOrDefault(customer, Map.of()),
                    at,
                    eligible,
                    Money.zero(currency));
        }

        private Optional<ShippingQuote> quote(
                OrderBook.Entry entry,
                Store.Id store,
                Currency currency,
                @Nullable PostalAddress address,
                List<SaleItem> lines,
                Map<ProductVariant.Id, Long> quantities,
                Money goods) {
            if (entry.ship() == null) {
                return Optional.empty();
            }
            long grams = lines.stream()
                    .mapToLong(item -> item.weightGrams() * quantity(quantities, item))
                    .sum();
            ShippingQuote chosen = shipping.quote(
                            tenant,
                            new ShippingMethod.Id(ids.of("shipping method", entry.ship())),
                            new ShippingQuestion(
                                    store,
                                    currency,
                                    address == null ? null : address.country(),
                                    address == null ? null : address.region(),
                                    grams,
                                    goods))
                    .orElseThrow(() -> new IllegalArgumentException(
                            demo.shop().slug() + ", order of " + entry.at() + ": not sent by " + entry.ship()));
            return Optional.of(chosen);
        }

        /** A tenant's tax was the same all the time. */
        private static TaxQuestion question(Place place, Instant at) {
            return new TaxQuestion(place.country(), place.region(), place.customer(), at);
        }

        private static OrderLine.Tax named(AppliedTax tax) {
            return new OrderLine.Tax(tax.name(), tax.rate());
        }

        private static NewOrder.Line line(
                OrderLine.Id id,
                SaleItem item,
                long quantity,
                PriceDecision price,
                OrderLine.@Nullable Tax tax,
                Money amount,
                List<Discount> discounts,
                boolean gross) {
            return new NewOrder.Line(
                    id,
                    item.variant(),
                    item.product(),
                    item.sku(),
                    item.name(),
                    NamedText.of(item.options()),
                    List.of(),
                    quantity,
                    price.list(),
                    price.unit(),
                    price.source(),
                    price.flashSaleItem(),
                    tax,
                    LineAmounts.of(amount, discounts, tax == null ? null : tax.rate(), gross),
                    item.requiresShipping(),
                    item.pieces());
        }

        private static List<Discount> discounts(CouponResult off, int line) {
            return off.discounts().stream()
                    .filter(discount -> discount.lines().get(line) instanceof Money amount && amount.minorUnits() > 0)
                    .map(discount -> new Discount(
                            discount.code(),
                            Objects.requireNonNull(discount.lines().get(line))))
                    .toList();
        }

        private static List<Discount> shippingDiscounts(CouponResult off) {
            return off.discounts().stream()
                    .filter(discount -> discount.shipping().minorUnits() > 0)
                    .map(discount -> new Discount(discount.code(), discount.shipping()))
                    .toList();
        }

        private static @Nullable Map<String, String> address(CustomerBook.Entry person) {
            List<CustomerBook.Entry.Kept> addresses = orNone(person.addresses());
            return addresses.isEmpty() ? null : addresses.getFirst().address();
        }

        private static PostalAddress address(Map<String, String> kept) {
            return new PostalAddress(
                    kept.get("givenName"),
                    kept.get("familyName"),
                    kept.get("company"),
                    kept.get("line1"),
                    kept.get("line2"),
                    kept.get("city"),
                    kept.get("region"),
                    kept.get("postalCode"),
                    Objects.requireNonNull(kept.get("country")),
                    kept.get("phone"));
        }
    }
}
