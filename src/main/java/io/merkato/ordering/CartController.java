package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.shipping.ShippingMethod;
import io.merkato.shipping.ShippingQuote;
import io.merkato.store.Store;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Carts with their figures, which one loader works out once for all the fields of a cart. */
@Controller
class CartController {

    private final CartRepository carts;

    CartController(CartRepository carts) {
        this.carts = carts;
    }

    @QueryMapping
    CompletableFuture<@Nullable Cart> cart(@Argument Cart.Id id, DataLoader<Cart.Id, @Nullable Cart> cartById) {
        return cartById.load(id);
    }

    @QueryMapping
    Connection<CartSummary> draftOrders(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return carts.drafts(tenant, OrderReach.of(viewer, Permission.ORDERS_READ, CART.STORE_ID), page);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Store> store(Cart cart, DataLoader<Store.Id, @Nullable Store> storeById) {
        return storeById.load(cart.storeId());
    }

    @SchemaMapping(typeName = "Cart", field = "customer")
    CompletableFuture<@Nullable Customer> cartCustomer(
            Cart cart, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return customer(cart.customerId(), customerById);
    }

    @SchemaMapping(typeName = "CartSummary", field = "customer")
    CompletableFuture<@Nullable Customer> summaryCustomer(
            CartSummary summary, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return customer(summary.customerId(), customerById);
    }

    private static CompletableFuture<@Nullable Customer> customer(
            Customer.@Nullable Id id, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return id == null ? CompletableFuture.completedFuture(null) : customerById.load(id);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Order> order(Cart cart, DataLoader<Order.Id, @Nullable Order> orderById) {
        return cart.orderId() == null ? CompletableFuture.completedFuture(null) : orderById.load(cart.orderId());
    }

    @SchemaMapping
    CompletableFuture<Connection<CartSummary>> carts(
            Customer customer,
            @Arguments PageArgs page,
            DataLoader<Children<Customer.Id>, Connection<CartSummary>> cartsByCustomer,
            DataFetchingEnvironment environment,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Children<Customer.Id> asked = Children.of(customer.id(), page, environment);
        return OrderReach.ofCustomer(customer.id(), viewer, shopper)
                ? cartsByCustomer.load(asked)
                : CompletableFuture.completedFuture(Connection.none());
    }

    @SchemaMapping(typeName = "Cart")
    CompletableFuture<List<QuotedLine>> lines(Cart cart, DataLoader<Cart, CartQuote> quoteOfCart) {
        return quoteOfCart.load(cart).thenApply(CartQuote::lines);
    }

    @SchemaMapping(typeName = "Cart")
    CompletableFuture<List<Discount>> discounts(Cart cart, DataLoader<Cart, CartQuote> quoteOfCart) {
        return quoteOfCart.load(cart).thenApply(CartQuote::discounts);
    }

    @SchemaMapping(typeName = "Cart")
    CompletableFuture<Long> loyaltyPointsUsed(Cart cart, DataLoader<Cart, CartQuote> quoteOfCart) {
        return quoteOfCart.load(cart).thenApply(CartQuote::loyaltyPointsUsed);
    }

    @SchemaMapping(typeName = "Cart")
    CompletableFuture<Totals> totals(Cart cart, DataLoader<Cart, CartQuote> quoteOfCart) {
        return quoteOfCart.load(cart).thenApply(CartQuote::totals);
    }

    @SchemaMapping(typeName = "Cart")
    CompletableFuture<List<ShippingQuote>> shippingQuotes(Cart cart, DataLoader<Cart, CartQuote> quoteOfCart) {
        return quoteOfCart.load(cart).thenApply(CartQuote::shippingQuotes);
    }

    @SchemaMapping(typeName = "Cart")
    CompletableFuture<@Nullable ShippingQuote> shippingQuote(Cart cart, DataLoader<Cart, CartQuote> quoteOfCart) {
        return quoteOfCart.load(cart).thenApply(CartQuote::shippingQuote);
    }

    @SchemaMapping(typeName = "Cart")
    CompletableFuture<List<CartProblem>> problems(Cart cart, DataLoader<Cart, CartQuote> quoteOfCart) {
        return quoteOfCart.load(cart).thenApply(CartQuote::problems);
    }

    @SchemaMapping(typeName = "CartLine", field = "variant")
    CompletableFuture<@Nullable ProductVariant> variant(
            QuotedLine line, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(line.line().variantId());
    }

    @SchemaMapping(typeName = "ShippingQuote")
    ShippingMethod.Id shippingMethodId(ShippingQuote quote) {
        return quote.method();
    }

    @SchemaMapping(typeName = "ShippingQuote")
    String name(ShippingQuote quote, @ContextValue StoreView storeView) {
        return quote.names().inOr(storeView.locales(), quote.code());
    }
}
