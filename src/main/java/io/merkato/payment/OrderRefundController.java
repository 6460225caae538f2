package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_READ;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Refunds of orders and what became of their parts. */
@Controller
class OrderRefundController {

    @QueryMapping
    CompletableFuture<@Nullable OrderRefund> orderRefund(
            @Argument OrderRefund.Id id, DataLoader<OrderRefund.Id, @Nullable OrderRefund> orderRefundById) {
        return orderRefundById.load(id);
    }

    @SchemaMapping(typeName = "Order", field = "refunds")
    @Nullable
    CompletableFuture<Connection<OrderRefund>> refundsOf(
            Order order,
            @Arguments PageArgs page,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper,
            DataLoader<Children<Order.Id>, Connection<OrderRefund>> refundsByOrder,
            DataFetchingEnvironment environment) {
        boolean sees = viewer.hasIn(PAYMENTS_READ, order.storeId())
                || order.customerId() != null && shopper.mine(order.customerId());
        return sees ? refundsByOrder.load(Children.of(order.id(), page, environment)) : null;
    }

    @SchemaMapping(typeName = "OrderRefund")
    CompletableFuture<@Nullable Order> order(OrderRefund refund, DataLoader<Order.Id, @Nullable Order> orderById) {
        return orderById.load(refund.orderId());
    }

    @SchemaMapping(typeName = "OrderRefund")
    CompletableFuture<List<OrderRefundPart>> parts(
            OrderRefund refund, DataLoader<OrderRefund.Id, List<OrderRefundPart>> partsByOrderRefund) {
        return partsByOrderRefund.load(refund.id());
    }

    @SchemaMapping(typeName = "OrderRefund")
    CompletableFuture<Money> returned(
            OrderRefund refund, DataLoader<OrderRefund.Id, List<OrderRefundPart>> partsByOrderRefund) {
        return sum(refund, OrderRefundPart::returned, partsByOrderRefund);
    }

    @SchemaMapping(typeName = "OrderRefund")
    CompletableFuture<Money> underWay(
            OrderRefund refund, DataLoader<OrderRefund.Id, List<OrderRefundPart>> partsByOrderRefund) {
        return sum(
                refund,
                part -> part.status() == OrderRefundPartStatus.UNDER_WAY
                        ? part.amount()
                        : Money.zero(part.amount().currency()),
                partsByOrderRefund);
    }

    @SchemaMapping(typeName = "OrderRefund")
    CompletableFuture<Money> failed(
            OrderRefund refund, DataLoader<OrderRefund.Id, List<OrderRefundPart>> partsByOrderRefund) {
        return sum(refund, OrderRefundPart::failed, partsByOrderRefund);
    }

    private static CompletableFuture<Money> sum(
            OrderRefund refund,
            Function<OrderRefundPart, Money> of,
            DataLoader<OrderRefund.Id, List<OrderRefundPart>> partsByOrderRefund) {
        return partsByOrderRefund
                .load(refund.id())
                .thenApply(parts -> Money.sum(
                        refund.amount().currency(), parts.stream().map(of).toList()));
    }

    @SchemaMapping(typeName = "OrderRefundPart")
    @Nullable
    CompletableFuture<@Nullable Payment> payment(
            OrderRefundPart part, DataLoader<Payment.Id, @Nullable Payment> paymentById) {
        return part.paymentId() == null ? null : paymentById.load(part.paymentId());
    }
}
