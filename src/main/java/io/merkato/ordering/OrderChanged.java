package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER_MARKS;

import io.merkato.jooq.ordering.tables.records.OrderMarksRecord;
import io.merkato.tenancy.Lookout;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Watched;
import java.util.List;
import java.util.Optional;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

@Controller
class OrderChanged {

    private final OrderRepository orders;
    private final Watched<String> watched;

    OrderChanged(OrderRepository orders, Lookout lookout) {
        this.orders = orders;
        this.watched = lookout.watch("orders", ORDER_MARKS::call, OrderMarksRecord::getMark);
    }

    @SubscriptionMapping
    Flux<Order> orderChanged(@Argument Order.Id id, @ContextValue TenantContext tenant) {
        return watched.states(
                tenant,
                id,
                mark -> mark,
                () -> Optional.ofNullable(orders.byId(tenant, List.of(id)).get(id)));
    }
}
