package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_READ;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.NodeType;
import io.merkato.tenancy.TenantLoaders;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Payments by their ids, many at once; whose they are is looked at where they are answered. Accounts and notices are staff's. */
@Configuration(proxyBeanMethods = false)
class PaymentNodes {

    PaymentNodes(
            TenantLoaders loaders,
            PaymentRepository payments,
            PaymentAccountRepository accounts,
            NoticeRepository notices,
            OrderRefundRepository refunds,
            ProviderAccounts providers) {
        loaders.register("paymentById", payments::byId);
        loaders.register("orderRefundById", refunds::byId);
        loaders.registerPages("refundsByOrder", refunds::ofOrders, refunds::countOf);
        loaders.register("partsByOrderRefund", refunds::partsOf);
        loaders.registerFor(PAYMENTS_READ, "paymentAccountById", accounts::byId);
        loaders.<PaymentAccount.Id, PaymentOption>register("paymentOptionById", (tenant, ids) -> {
            Map<String, ProviderTerms> terms = providers.terms();
            return accounts.byId(tenant, ids).values().stream()
                    .map(account -> PaymentOption.of(account, terms))
                    .collect(toMap(PaymentOption::accountId, option -> option));
        });
        loaders.<PaymentNotice.Id, PaymentNotice>registerFor(PAYMENTS_READ, "paymentNoticeById", notices::byId);
        loaders.<String, ProviderTerms>register("paymentProviderByCode", (tenant, codes) -> providers.terms());
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
