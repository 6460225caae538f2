package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_READ;
import static io.merkato.ledger.AccountCode.POINTS_AVAILABLE;
import static io.merkato.ledger.AccountCode.POINTS_OWED;
import static io.merkato.ledger.AccountCode.POINTS_PENDING;
import static java.util.Objects.requireNonNull;

import io.merkato.api.NodeType;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Ledger;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantLoaders;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code node(id:)} answers of this module, and what is gathered over a list. Whose it is is looked at where it is answered. */
@Configuration(proxyBeanMethods = false)
class LoyaltyNodes {

    private final ProgrammeRepository programmes;
    private final AccountRepository accounts;
    private final Ledger ledger;
    private final Clock clock;

    LoyaltyNodes(
            TenantLoaders loaders,
            ProgrammeRepository programmes,
            AccountRepository accounts,
            ReferralRepository referrals,
            CashbackRepository cashbacks,
            Ledger ledger,
            Clock clock) {
        this.programmes = programmes;
        this.accounts = accounts;
        this.ledger = ledger;
        this.clock = clock;
        loaders.register("loyaltyProgrammeById", programmes::byId);
        loaders.registerFor(LOYALTY_READ, "loyaltyEarnRuleById", programmes::ruleById);
        loaders.register("loyaltyAccountById", accounts::byId);
        loaders.register("loyaltyMovementById", accounts::movementById);
        loaders.register("loyaltyBalances", this::balances);
        loaders.register("loyaltyStandings", this::standings);
        loaders.register("loyaltyReferralById", referrals::byId);
        loaders.registerPages("loyaltyReferralsByAccount", referrals::ofAccounts, referrals::countOf);
        loaders.register("loyaltyCashbackById", cashbacks::movementById);
        loaders.registerPages("loyaltyCashbackByAccount", cashbacks::ofAccounts, cashbacks::countOf);
        loaders.registerPagesFor(LOYALTY_READ, "earnRulesByProgramme", programmes::rulesOf, programmes::ruleCountOf);
        loaders.registerPages("loyaltyExpiriesByAccount", accounts::expiriesOf, accounts::expiryCountOf);
        loaders.registerPages("loyaltyHistoryByAccount", accounts::historyOf, accounts::historyCountOf);
    }

    @Bean
    NodeType loyaltyProgrammeNode() {
        return NodeType.of(LoyaltyProgramme.Id.class, "loyaltyProgrammeById");
    }

    @Bean
    NodeType loyaltyEarnRuleNode() {
        return NodeType.of(LoyaltyEarnRule.Id.class, "loyaltyEarnRuleById");
    }

    @Bean
    NodeType loyaltyAccountNode() {
        return NodeType.of(LoyaltyAccount.Id.class, "loyaltyAccountById");
    }

    @Bean
    NodeType loyaltyMovementNode() {
        return NodeType.of(LoyaltyMovement.Id.class, "loyaltyMovementById");
    }

    @Bean
    NodeType loyaltyCashbackNode() {
        return NodeType.of(LoyaltyCashback.Id.class, "loyaltyCashbackById");
    }

    @Bean
    NodeType loyaltyReferralNode() {
        return NodeType.of(LoyaltyReferral.Id.class, "loyaltyReferralById");
    }

    private Map<LoyaltyAccount.Id, LoyaltyBalances> balances(TenantContext tenant, Set<LoyaltyAccount.Id> ids) {
        var units = new HashMap<String, Map<AccountCode, Long>>();
        for (Ledger.Held held : ledger.held(tenant, ids, EnumSet.of(POINTS_PENDING, POINTS_AVAILABLE, POINTS_OWED))) {
            units.computeIfAbsent(held.holder(), holder -> new HashMap<>()).put(held.code(), held.units());
        }
        var balances = new HashMap<LoyaltyAccount.Id, LoyaltyBalances>();
        for (LoyaltyAccount.Id id : ids) {
            Map<AccountCode, Long> of = units.getOrDefault(id.text(), Map.of());
            balances.put(
                    id,
                    new LoyaltyBalances(
                            of.getOrDefault(POINTS_PENDING, 0L),
                            of.getOrDefault(POINTS_AVAILABLE, 0L),
                            of.getOrDefault(POINTS_OWED, 0L)));
        }
        return balances;
    }

    private Map<LoyaltyAccount.Id, LoyaltyStanding> standings(TenantContext tenant, Set<LoyaltyAccount.Id> ids) {
        Instant now = clock.instant();
        Map<LoyaltyAccount.Id, LoyaltyAccount> found = accounts.byId(tenant, ids);
        Map<LoyaltyProgramme.Id, LoyaltyProgramme> of = programmes.byId(
                tenant,
                found.values().stream()
                        .map(LoyaltyAccount::programmeId)
                        .distinct()
                        .toList());
        List<AccountRepository.TierQuestion> asked = found.values().stream()
                .map(account -> new AccountRepository.TierQuestion(
                        account.id(),
                        requireNonNull(of.get(account.programmeId())).windowStart(now)))
                .toList();
        Map<LoyaltyAccount.Id, Long> points = accounts.tierPoints(tenant, asked);
        var standings = new HashMap<LoyaltyAccount.Id, LoyaltyStanding>();
        found.forEach((id, account) -> {
            LoyaltyProgramme programme = requireNonNull(of.get(account.programmeId()));
            long count = points.getOrDefault(id, 0L);
            standings.put(
                    id,
                    new LoyaltyStanding(
                            count,
                            programme.tier(count).orElse(null),
                            programme.tierAfter(count).orElse(null)));
        });
        return standings;
    }
}
