package io.merkato.ledger;

import static io.merkato.api.Permission.LEDGER_READ;
import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.NodeType;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.dataloader.BatchLoaderEnvironment;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module, and what is gathered over a list. */
@Configuration(proxyBeanMethods = false)
class LedgerNodes {

    LedgerNodes(BatchLoaderRegistry loaders, LedgerRepository ledger) {
        loaders.forTypePair(LedgerAccount.Id.class, LedgerAccount.class)
                .withName("ledgerAccountById")
                .registerMappedBatchLoader((ids, environment) -> load(ids, environment, ledger::accountById));
        loaders.forTypePair(LedgerTransfer.Id.class, LedgerTransfer.class)
                .withName("ledgerTransferById")
                .registerMappedBatchLoader((ids, environment) -> load(ids, environment, ledger::transferById));
        loaders.forTypePair(LedgerRepository.BalanceAt.class, Long.class)
                .withName("ledgerSums")
                .registerMappedBatchLoader((asked, environment) -> load(asked, environment, (tenant, each) -> {
                    var sums = new HashMap<LedgerRepository.BalanceAt, Long>();
                    each.forEach(balance -> sums.put(balance, 0L));
                    sums.putAll(ledger.sums(tenant, each));
                    return sums;
                }));
    }

    @Bean
    NodeType ledgerAccountNode() {
        return NodeType.of(LedgerAccount.Id.class, "ledgerAccountById");
    }

    @Bean
    NodeType ledgerTransferNode() {
        return NodeType.of(LedgerTransfer.Id.class, "ledgerTransferById");
    }

    private static <K, T> Mono<Map<K, T>> load(
            Set<K> keys, BatchLoaderEnvironment environment, BiFunction<TenantContext, Set<K>, Map<K, T>> load) {
        GraphQLContext context = requireNonNull(environment.getContext());
        @Nullable TenantContext tenant = context.get("tenant");
        Viewer viewer = requireNonNull(context.get("viewer"));
        return Mono.fromSupplier(
                () -> tenant == null || !viewer.has(LEDGER_READ) ? Map.of() : load.apply(tenant, keys));
    }
}
