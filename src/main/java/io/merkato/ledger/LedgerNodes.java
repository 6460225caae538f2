package io.merkato.ledger;

import static io.merkato.api.Permission.LEDGER_READ;

import io.merkato.api.NodeType;
import io.merkato.tenancy.TenantLoaders;
import java.util.HashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code node(id:)} answers of this module, and what is gathered over a list. */
@Configuration(proxyBeanMethods = false)
class LedgerNodes {

    LedgerNodes(TenantLoaders loaders, LedgerRepository ledger) {
        loaders.registerFor(LEDGER_READ, "ledgerAccountById", ledger::accountById);
        loaders.registerFor(LEDGER_READ, "ledgerTransferById", ledger::transferById);
        loaders.<LedgerRepository.BalanceAt, Long>registerFor(LEDGER_READ, "ledgerSums", (tenant, asked) -> {
            var sums = new HashMap<LedgerRepository.BalanceAt, Long>();
            asked.forEach(balance -> sums.put(balance, 0L));
            sums.putAll(ledger.sums(tenant, asked));
            return sums;
        });
    }

    @Bean
    NodeType ledgerAccountNode() {
        return NodeType.of(LedgerAccount.Id.class, "ledgerAccountById");
    }

    @Bean
    NodeType ledgerTransferNode() {
        return NodeType.of(LedgerTransfer.Id.class, "ledgerTransferById");
    }
}
