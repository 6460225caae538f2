package io.merkato.ordering;

import io.merkato.api.NodeType;
import io.merkato.platform.EventType;
import io.merkato.tenancy.TenantLoaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Orders and carts, many at once, and what they have to tell webhooks. Whose they are is looked at where they are answered: see {@code @owned}. */
@Configuration(proxyBeanMethods = false)
class OrderNodes {

    OrderNodes(
            TenantLoaders loaders,
            OrderRepository orders,
            OrderPartRepository parts,
            CartRepository carts,
            CartFigures figures) {
        loaders.register("orderById", orders::byId);
        loaders.register("orderLineById", parts::linesById);
        loaders.register("cartById", carts::byId);
        loaders.register("quoteOfCart", figures::ofEach);
        loaders.registerPages("ordersByCustomer", orders::pageOf, orders::countOf);
        loaders.registerPages("cartsByCustomer", carts::pageOf, carts::countOf);
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
