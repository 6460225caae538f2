package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_READ;

import io.merkato.api.NodeType;
import io.merkato.ledger.AccountStatements;
import io.merkato.tenancy.TenantLoaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code node(id:)} answers of this module, and what is gathered over a list. Gift cards are staff's. */
@Configuration(proxyBeanMethods = false)
class StoreCreditNodes {

    StoreCreditNodes(
            TenantLoaders loaders,
            GiftCardRepository cards,
            StoreCreditRepository credits,
            AccountStatements statements) {
        loaders.registerFor(STORE_CREDIT_READ, "giftCardById", cards::byId);
        loaders.registerFor(STORE_CREDIT_READ, "giftCardBalances", credits::ofCards);
        loaders.register("storeCreditChangeById", credits::changeById);
        loaders.registerPages("creditHistoryByAccount", statements::latest, statements::counts);
    }

    @Bean
    NodeType giftCardNode() {
        return NodeType.of(GiftCard.Id.class, "giftCardById");
    }
}
