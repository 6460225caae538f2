package io.merkato.pricing;

import io.merkato.api.Fault;
import io.merkato.catalog.PriceRange;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import io.merkato.store.SalesChannel;
import io.merkato.store.StoreView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What variants and products cost the viewer. */
@Controller
class PriceController {

    @SchemaMapping
    CompletableFuture<@Nullable Money> price(
            ProductVariant variant,
            @ContextValue StoreView storeView,
            DataLoader<ProductVariant.Id, @Nullable PriceOptions> pricesByVariant) {
        return decided(variant, storeView, pricesByVariant, PriceDecision::unit);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Money> compareAtPrice(
            ProductVariant variant,
            @ContextValue StoreView storeView,
            DataLoader<ProductVariant.Id, @Nullable PriceOptions> pricesByVariant) {
        return decided(variant, storeView, pricesByVariant, PriceDecision::compareAt);
    }

    @SchemaMapping
    CompletableFuture<@Nullable PriceDecision> priceDecision(
            ProductVariant variant,
            @Argument int quantity,
            @ContextValue StoreView storeView,
            DataLoader<ProductVariant.Id, @Nullable PriceOptions> pricesByVariant) {
        if (quantity < 1) {
            throw Fault.badInput("quantity is 1 or more.");
        }
        return options(variant, storeView, pricesByVariant)
                .thenApply(options -> options == null ? null : options.decide(quantity));
    }

    @SchemaMapping
    CompletableFuture<List<PriceTier>> priceTiers(
            ProductVariant variant,
            @ContextValue StoreView storeView,
            DataLoader<ProductVariant.Id, @Nullable PriceOptions> pricesByVariant) {
        return options(variant, storeView, pricesByVariant)
                .thenApply(options -> options == null ? List.of() : options.tiers());
    }

    private static <T> CompletableFuture<@Nullable T> decided(
            ProductVariant variant,
            StoreView view,
            DataLoader<ProductVariant.Id, @Nullable PriceOptions> pricesByVariant,
            Function<PriceDecision, @Nullable T> what) {
        return options(variant, view, pricesByVariant)
                .thenApply(options -> options == null ? null : what.apply(options.decide(1)));
    }

    /** What it costs by itself has been read with it. Where not everybody buys, the loader sees who may know. */
    private static CompletableFuture<@Nullable PriceOptions> options(
            ProductVariant variant,
            StoreView view,
            DataLoader<ProductVariant.Id, @Nullable PriceOptions> pricesByVariant) {
        return variant.priceMayDiffer() || view.channel() != SalesChannel.ONLINE
                ? pricesByVariant.load(variant.id(), variant)
                : CompletableFuture.completedFuture(PriceOptions.own(variant));
    }

    @SchemaMapping
    CompletableFuture<@Nullable PriceRange> priceRange(
            Product product, DataLoader<Product.Id, @Nullable List<PriceOptions>> pricesByProduct) {
        return range(product, pricesByProduct, PriceDecision::unit);
    }

    @SchemaMapping
    CompletableFuture<@Nullable PriceRange> compareAtPriceRange(
            Product product, DataLoader<Product.Id, @Nullable List<PriceOptions>> pricesByProduct) {
        return range(product, pricesByProduct, PriceDecision::compareAt);
    }

    private static CompletableFuture<@Nullable PriceRange> range(
            Product product,
            DataLoader<Product.Id, @Nullable List<PriceOptions>> pricesByProduct,
            Function<PriceDecision, @Nullable Money> what) {
        return pricesByProduct
                .load(product.id())
                .thenApply(all -> all == null
                        ? null
                        : PriceRange.of(all.stream()
                                .map(options -> what.apply(options.decide(1)))
                                .filter(Objects::nonNull)
                                .toList()));
    }

    @SchemaMapping(typeName = "Price")
    CompletableFuture<@Nullable PriceList> priceList(
            PriceDecision price, DataLoader<PriceList.Id, @Nullable PriceList> priceListById) {
        return price.priceList() == null
                ? CompletableFuture.completedFuture(null)
                : priceListById.load(price.priceList());
    }

    @SchemaMapping(typeName = "Price")
    CompletableFuture<@Nullable FlashSale> flashSale(
            PriceDecision price, DataLoader<FlashSale.Id, @Nullable FlashSale> flashSaleById) {
        return price.flashSale() == null
                ? CompletableFuture.completedFuture(null)
                : flashSaleById.load(price.flashSale());
    }

    @SchemaMapping(typeName = "Price")
    Money amount(PriceDecision price) {
        return price.unit();
    }

    @SchemaMapping(typeName = "Price")
    Money listPrice(PriceDecision price) {
        return price.list();
    }
}
