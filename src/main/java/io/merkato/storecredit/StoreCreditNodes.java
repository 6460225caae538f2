package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_READ;
import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.api.Viewer;
import io.merkato.ledger.AccountStatements;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.StatementLine;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module, and what is gathered over a list. Gift cards are staff's. */
@Configuration(proxyBeanMethods = false)
class StoreCreditNodes {

    private interface Read<K, V> {
        Map<K, V> byKey(TenantContext tenant, Set<K> keys);
    }

    private final BatchLoaderRegistry registry;

    StoreCreditNodes(
            BatchLoaderRegistry registry,
            GiftCardRepository cards,
            StoreCreditRepository credits,
            AccountStatements statements) {
        this.registry = registry;
        this.<GiftCard.Id, GiftCard>register("giftCardById", true, cards::byId);
        this.<GiftCard.Id, Ledger.Held>register("giftCardBalances", true, credits::ofCards);
        this.<StoreCreditChange.Id, StoreCreditChange>register("storeCreditChangeById", false, credits::changeById);
        this.<Children<LedgerAccount.Id>, Connection<StatementLine>>register(
                "creditHistoryByAccount",
                false,
                (tenant, keys) -> Children.load(
                        keys,
                        (accounts, page) -> statements.latest(tenant, accounts, page),
                        accounts -> statements.counts(tenant, accounts)));
    }

    @Bean
    NodeType giftCardNode() {
        return NodeType.of(GiftCard.Id.class, "giftCardById");
    }

    private <K, V> void register(String name, boolean staffOnly, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(() -> {
                    GraphQLContext context = requireNonNull(environment.<GraphQLContext>getContext());
                    @Nullable TenantContext tenant = context.get("tenant");
                    @Nullable Viewer viewer = context.get("viewer");
                    boolean sees = !staffOnly || viewer != null && viewer.has(STORE_CREDIT_READ);
                    return tenant == null || !sees ? Map.of() : read.byKey(tenant, keys);
                }));
    }
}
