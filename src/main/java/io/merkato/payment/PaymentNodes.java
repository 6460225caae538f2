package io.merkato.payment;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** Payments by their ids, many at once; whose they are is looked at where they are answered. Accounts and notices are staff's. */
@Configuration(proxyBeanMethods = false)
class PaymentNodes {

    private interface Read<K, V> {
        Map<K, V> byKey(TenantContext tenant, Set<K> keys);
    }

    private final BatchLoaderRegistry registry;

    PaymentNodes(
            BatchLoaderRegistry registry,
            PaymentRepository payments,
            PaymentAccountRepository accounts,
            NoticeRepository notices,
            OrderRefundRepository refunds,
            ProviderAccounts providers) {
        this.registry = registry;
        this.<Payment.Id, Payment>register("paymentById", false, payments::byId);
        this.<OrderRefund.Id, OrderRefund>register("orderRefundById", false, refunds::byId);
        this.<Children<Order.Id>, Connection<OrderRefund>>register(
                "refundsByOrder",
                false,
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> refunds.ofOrders(tenant, parents, page),
                        parents -> refunds.countOf(tenant, parents)));
        this.<OrderRefund.Id, List<OrderRefundPart>>register("partsByOrderRefund", false, refunds::partsOf);
        this.<PaymentAccount.Id, PaymentAccount>register("paymentAccountById", true, accounts::byId);
        this.<PaymentAccount.Id, PaymentOption>register("paymentOptionById", false, (tenant, ids) -> {
            Map<String, ProviderTerms> terms = providers.terms();
            return accounts.byId(tenant, ids).values().stream()
                    .map(account -> PaymentOption.of(account, terms))
                    .collect(java.util.stream.Collectors.toMap(PaymentOption::accountId, option -> option));
        });
        this.<PaymentNotice.Id, PaymentNotice>register(
                "paymentNoticeById", true, (tenant, ids) -> notices.byId(tenant, ids));
        this.<String, ProviderTerms>register("paymentProviderByCode", false, (tenant, codes) -> providers.terms());
    }

    private <K, V> void register(String name, boolean staffOnly, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(() -> {
                    GraphQLContext context = requireNonNull(environment.<GraphQLContext>getContext());
                    @Nullable TenantContext tenant = context.get("tenant");
                    Viewer viewer = requireNonNull(context.get("viewer"));
                    return tenant == null || staffOnly && !viewer.has(Permission.PAYMENTS_READ)
                            ? Map.<K, V>of()
                            : read.byKey(tenant, keys);
                }));
    }

    @Bean
    NodeType paymentNode() {
        return NodeType.of(Payment.Id.class, "paymentById");
    }

    @Bean
    NodeType orderRefundNode() {
        return NodeType.of(OrderRefund.Id.class, "orderRefundById");
    }

    @Bean
    NodeType paymentAccountNode() {
        return NodeType.of(PaymentAccount.Id.class, "paymentAccountById");
    }

    @Bean
    NodeType paymentNoticeNode() {
        return NodeType.of(PaymentNotice.Id.class, "paymentNoticeById");
    }
}
