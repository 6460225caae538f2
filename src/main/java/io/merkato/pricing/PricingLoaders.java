package io.merkato.pricing;

import static io.merkato.api.Permission.POS_SELL;
import static io.merkato.api.Permission.PRICING_READ;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import graphql.GraphQLContext;
import graphql.schema.FieldCoordinates;
import io.merkato.api.Basis;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.Freshness;
import io.merkato.api.NodeType;
import io.merkato.api.Viewer;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.CustomerGroup;
import io.merkato.customer.Customers;
import io.merkato.customer.Shopper;
import io.merkato.store.SalesChannel;
import io.merkato.store.StoreCache;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dataloader.BatchLoaderEnvironment;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** Things of pricing by their ids or by a small key, many at once; the fields that want them name the loader. */
@Configuration(proxyBeanMethods = false)
class PricingLoaders {

    /** How many are left in a flash sale that is running. */
    private static final Basis<FlashSaleItem.Id, Long> LEFT =
            new Basis<>("leftByFlashSaleItem", FieldCoordinates.coordinates("Price", "remaining"));

    /** What prices depend on besides what {@link StoreCache} looks at anyway. */
    private record PricesFor(Set<CustomerGroup.Id> groups, Instant until) {}

    private final BatchLoaderRegistry registry;
    private final Customers customers;
    private final StoreCache cache;
    private final PriceOptionsRepository options;
    private final PriceCalendar calendar;

    PricingLoaders(
            BatchLoaderRegistry registry,
            Customers customers,
            StoreCache cache,
            PriceOptionsRepository options,
            PriceCalendar calendar,
            PriceListRepository lists,
            FlashSaleRepository sales,
            TaxTableRepository taxes,
            TaxExemptionRepository exemptions) {
        this.registry = registry;
        this.customers = customers;
        this.cache = cache;
        this.options = options;
        this.calendar = calendar;
        registry.<ProductVariant.Id, PriceOptions>forName("pricesByVariant")
                .registerMappedBatchLoader((ids, environment) -> Mono.fromCallable(() -> ofVariants(ids, environment)));
        this.<Product.Id, List<PriceOptions>>register(
                "pricesByProduct",
                (context, ids) -> remembered(
                        context,
                        ids,
                        List::stream,
                        (question, missing) -> options.ofProducts(tenant(context), question, missing).stream()
                                .collect(groupingBy(
                                        PriceOffers.Offer::product, mapping(PriceOffers.Offer::options, toList())))));
        this.<PriceList.Id, PriceList>register("priceListById", (context, ids) -> lists.byId(tenant(context), ids));
        this.<FlashSale.Id, FlashSale>register("flashSaleById", (context, ids) -> sales.byId(tenant(context), ids));
        this.<FlashSaleItem.Id, Long>register(LEFT.loader(), (context, ids) -> sales.left(tenant(context), ids));
        this.<TaxClass.Id, TaxClass>register("taxClassById", (context, ids) -> taxes.classById(tenant(context), ids));
        this.<TaxZone.Id, TaxZone>register("taxZoneById", (context, ids) -> taxes.zoneById(tenant(context), ids));
        this.<TaxRate.Id, TaxRate>register("taxRateById", (context, ids) -> taxes.rateById(tenant(context), ids));
        this.<TaxExemption.Id, TaxExemption>register(
                "taxExemptionById",
                (context, ids) -> isStaff(context) ? exemptions.byId(tenant(context), ids) : Map.of());
        this.<Children<PriceList.Id>, Connection<PriceListEntry>>register(
                "entriesByPriceList",
                (context, keys) -> Children.load(
                        keys,
                        (parents, page) -> lists.entriesOf(tenant(context), parents, page),
                        parents -> lists.countOf(tenant(context), parents)));
        this.<Children<FlashSale.Id>, Connection<FlashSaleItem>>register(
                "itemsByFlashSale",
                (context, keys) -> Children.load(
                        keys,
                        (parents, page) -> sales.itemsOf(tenant(context), parents, page),
                        parents -> sales.countOf(tenant(context), parents)));
    }

    /** What they cost by themselves has been read with them. */
    private Map<ProductVariant.Id, PriceOptions> ofVariants(
            Set<ProductVariant.Id> ids, BatchLoaderEnvironment environment) {
        GraphQLContext context = requireNonNull(environment.getContext());
        Map<Object, Object> variants = environment.getKeyContexts();
        return remembered(
                context,
                ids,
                Stream::of,
                (question, missing) -> options.ofPriced(
                        tenant(context),
                        question,
                        missing.stream()
                                .map(id -> (ProductVariant) requireNonNull(variants.get(id)))
                                .toList()));
    }

    private <K, V> void register(String name, BiFunction<GraphQLContext, Set<K>, Map<K, V>> read) {
        registry.<K, V>forName(name).registerMappedBatchLoader((keys, environment) -> {
            GraphQLContext context = requireNonNull(environment.getContext());
            return Mono.fromCallable(() -> context.hasKey("tenant") ? read.apply(context, keys) : Map.of());
        });
    }

    /** Until the next moment at which some price begins or ends. While a flash sale runs, what is left of it is read, and answers rest on that. */
    private <K, V> Map<K, V> remembered(
            GraphQLContext context,
            Set<K> ids,
            Function<V, Stream<PriceOptions>> each,
            BiFunction<PriceQuestion, Set<K>, Map<K, V>> read) {
        PriceQuestion question = question(context);
        StoreCache.Reads reads = cache.reads(context);
        if (!reads.areRemembered() && !Freshness.matters(context)) {
            return read.apply(question, ids);
        }
        PriceTurns turns = calendar.turns(tenant(context), question.at());
        Instant next = turns.next(question.at());
        Freshness.until(context, next);
        if (turns.steady(question.at()) && reads.areRemembered()) {
            return reads.all(
                    new PricesFor(question.customerGroups(), next), ids, missing -> read.apply(question, missing));
        }
        Map<K, V> prices = read.apply(question, ids);
        prices.values().stream()
                .flatMap(each)
                .flatMap(options -> options.sales().stream())
                .forEach(sale -> LEFT.is(context, sale.item(), sale.remaining()));
        return prices;
    }

    private static TenantContext tenant(GraphQLContext context) {
        return requireNonNull(context.get("tenant"));
    }

    /** What is about a customer is not there for anybody else. */
    private static boolean isStaff(GraphQLContext context) {
        @Nullable Viewer viewer = context.get("viewer");
        return viewer != null && viewer.has(PRICING_READ);
    }

    /** What the viewer is offered now. Where not everybody buys, only staff read what it costs, and they are not who buys. */
    private PriceQuestion question(GraphQLContext context) {
        StoreView view = requireNonNull(context.get("storeView"));
        if (view.channel() != SalesChannel.ONLINE && !isStaff(context)) {
            requireNonNull(context.<Viewer>get("viewer"))
                    .mayIn(
                            view.channel() == SalesChannel.POS ? POS_SELL : PRICING_READ,
                            view.store().id());
        }
        return new PriceQuestion(
                view.store().id(),
                view.currency(),
                view.channel(),
                view.channel() == SalesChannel.ONLINE ? groups(context) : Set.of(),
                Instant.now());
    }

    /** Webhooks and the like know of nobody who shops. */
    private Set<CustomerGroup.Id> groups(GraphQLContext context) {
        @Nullable Shopper shopper = context.get("shopper");
        return shopper == null ? Set.of() : shopper.groups(customer -> customers.groups(tenant(context), customer));
    }

    @Bean
    static Basis<?, ?> leftInFlashSale() {
        return LEFT;
    }

    @Bean
    NodeType priceListNode() {
        return NodeType.of(PriceList.Id.class, "priceListById");
    }

    @Bean
    NodeType flashSaleNode() {
        return NodeType.of(FlashSale.Id.class, "flashSaleById");
    }

    @Bean
    NodeType taxClassNode() {
        return NodeType.of(TaxClass.Id.class, "taxClassById");
    }

    @Bean
    NodeType taxZoneNode() {
        return NodeType.of(TaxZone.Id.class, "taxZoneById");
    }

    @Bean
    NodeType taxExemptionNode() {
        return NodeType.of(TaxExemption.Id.class, "taxExemptionById");
    }

    @Bean
    NodeType taxRateNode() {
        return NodeType.of(TaxRate.Id.class, "taxRateById");
    }
}
