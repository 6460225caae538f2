package io.merkato.ordering;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.customer.Customer;
import io.merkato.platform.EventType;
import io.merkato.tenancy.TenantContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** Orders and carts, many at once, and what they have to tell webhooks. Whose they are is looked at where they are answered: see {@code @owned}. */
@Configuration(proxyBeanMethods = false)
class OrderNodes {

    private interface Read<K, V> {
        Map<K, V> byKey(TenantContext tenant, Set<K> keys);
    }

    private final BatchLoaderRegistry registry;

    OrderNodes(
            BatchLoaderRegistry registry,
            OrderRepository orders,
            OrderPartRepository parts,
            CartRepository carts,
            CartQuotes quotes) {
        this.registry = registry;
        this.<Order.Id, Order>register("orderById", orders::byId);
        this.<OrderLine.Id, OrderLine>register("orderLineById", parts::linesById);
        this.<Cart.Id, Cart>register("cartById", carts::byId);
        this.<Cart, CartQuote>register("quoteOfCart", (tenant, wanted) -> {
            var found = new LinkedHashMap<Cart, CartQuote>();
            wanted.forEach(cart -> found.put(cart, quotes.of(tenant, cart)));
            return found;
        });
        this.<Children<Customer.Id>, Connection<Order>>register(
                "ordersByCustomer",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> orders.pageOf(tenant, parents, page),
                        parents -> orders.countOf(tenant, parents)));
        this.<Children<Customer.Id>, Connection<CartSummary>>register(
                "cartsByCustomer",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> carts.pageOf(tenant, parents, page),
                        parents -> carts.countOf(tenant, parents)));
    }

    private <K, V> void register(String name, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(() -> {
                    GraphQLContext context = requireNonNull(environment.<GraphQLContext>getContext());
                    @Nullable TenantContext tenant = context.get("tenant");
                    return tenant == null ? Map.<K, V>of() : read.byKey(tenant, keys);
                }));
    }

    @Bean
    NodeType orderNode() {
        return NodeType.of(Order.Id.class, "orderById");
    }

    @Bean
    NodeType cartNode() {
        return NodeType.of(Cart.Id.class, "cartById");
    }

    @Bean
    EventType orderPlacedEvent() {
        return OrderEvent.Type.ORDER_PLACED.declared();
    }

    @Bean
    EventType orderPaidEvent() {
        return OrderEvent.Type.ORDER_PAID.declared();
    }

    @Bean
    EventType orderShippedEvent() {
        return OrderEvent.Type.ORDER_SHIPPED.declared();
    }

    @Bean
    EventType orderReturnedEvent() {
        return OrderEvent.Type.ORDER_RETURNED.declared();
    }

    @Bean
    EventType orderCompletedEvent() {
        return OrderEvent.Type.ORDER_COMPLETED.declared();
    }

    @Bean
    EventType orderEditedEvent() {
        return OrderEvent.Type.ORDER_EDITED.declared();
    }

    @Bean
    EventType orderCancelledEvent() {
        return OrderEvent.Type.ORDER_CANCELLED.declared();
    }
}
