package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_READ;
import static io.merkato.ledger.AccountCode.POINTS_AVAILABLE;
import static io.merkato.ledger.AccountCode.POINTS_OWED;
import static io.merkato.ledger.AccountCode.POINTS_PENDING;
import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.api.Viewer;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Ledger;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module, and what is gathered over a list. Whose it is is looked at where it is answered. */
@Configuration(proxyBeanMethods = false)
class LoyaltyNodes {

    private interface Read<K, V> {
        Map<K, V> byKey(TenantContext tenant, Set<K> keys);
    }

    private final BatchLoaderRegistry registry;
    private final ProgrammeRepository programmes;
    private final AccountRepository accounts;
    private final Ledger ledger;
    private final Clock clock;

    LoyaltyNodes(
            BatchLoaderRegistry registry,
            ProgrammeRepository programmes,
            AccountRepository accounts,
            ReferralRepository referrals,
            CashbackRepository cashbacks,
            Ledger ledger,
            Clock clock) {
        this.registry = registry;
        this.programmes = programmes;
        this.accounts = accounts;
        this.ledger = ledger;
        this.clock = clock;
        this.<LoyaltyProgramme.Id, LoyaltyProgramme>register("loyaltyProgrammeById", false, programmes::byId);
        this.<LoyaltyEarnRule.Id, LoyaltyEarnRule>register("loyaltyEarnRuleById", true, programmes::ruleById);
        this.<LoyaltyAccount.Id, LoyaltyAccount>register("loyaltyAccountById", false, accounts::byId);
        this.<LoyaltyMovement.Id, LoyaltyMovement>register("loyaltyMovementById", false, accounts::movementById);
        this.<LoyaltyAccount.Id, LoyaltyBalances>register("loyaltyBalances", false, this::balances);
        this.<LoyaltyAccount.Id, LoyaltyStanding>register("loyaltyStandings", false, this::standings);
        this.<LoyaltyReferral.Id, LoyaltyReferral>register("loyaltyReferralById", false, referrals::byId);
        this.<Children<LoyaltyAccount.Id>, Connection<LoyaltyReferral>>register(
                "loyaltyReferralsByAccount",
                false,
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> referrals.ofAccounts(tenant, parents, page),
                        parents -> referrals.countOf(tenant, parents)));
        this.<LoyaltyCashback.Id, LoyaltyCashback>register("loyaltyCashbackById", false, cashbacks::movementById);
        this.<Children<LoyaltyAccount.Id>, Connection<LoyaltyCashback>>register(
                "loyaltyCashbackByAccount",
                false,
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> cashbacks.ofAccounts(tenant, parents, page),
                        parents -> cashbacks.countOf(tenant, parents)));
        this.<Children<LoyaltyProgramme.Id>, Connection<LoyaltyEarnRule>>register(
                "earnRulesByProgramme",
                true,
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> programmes.rulesOf(tenant, parents, page),
                        parents -> programmes.ruleCountOf(tenant, parents)));
        this.<Children<LoyaltyAccount.Id>, Connection<LoyaltyExpiry>>register(
                "loyaltyExpiriesByAccount",
                false,
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> accounts.expiriesOf(tenant, parents, page),
                        parents -> accounts.expiryCountOf(tenant, parents)));
        this.<Children<LoyaltyAccount.Id>, Connection<LoyaltyMovement>>register(
                "loyaltyHistoryByAccount",
                false,
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> accounts.historyOf(tenant, parents, page),
                        parents -> accounts.historyCountOf(tenant, parents)));
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

    private <K, V> void register(String name, boolean staffOnly, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(() -> {
                    GraphQLContext context = requireNonNull(environment.<GraphQLContext>getContext());
                    @Nullable TenantContext tenant = context.get("tenant");
                    @Nullable Viewer viewer = context.get("viewer");
                    boolean sees = !staffOnly || viewer != null && viewer.has(LOYALTY_READ);
                    return tenant == null || !sees ? Map.of() : read.byKey(tenant, keys);
                }));
    }
}
