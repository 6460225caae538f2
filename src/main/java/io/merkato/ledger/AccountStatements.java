package io.merkato.ledger;

import io.merkato.api.Connection;
import io.merkato.api.DateTimeRange;
import io.merkato.api.PageArgs;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an account was debited and credited, oldest first. */
@Component
public class AccountStatements {

    /** The moment before it has no year that PostgreSQL reads. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private final LedgerRepository ledger;

    AccountStatements(LedgerRepository ledger) {
        this.ledger = ledger;
    }

    public Optional<LedgerAccount> account(TenantContext tenant, LedgerAccount.Id id) {
        return Optional.ofNullable(ledger.accountById(tenant, List.of(id)).get(id));
    }

    /**
     * The debits less the credits before the moment, in units; 0 before there was any.
     *
     * @param from in whole microseconds
     */
    public long before(TenantContext tenant, LedgerAccount account, @Nullable Instant from) {
        Collection<Long> sums = from == null || !from.isAfter(FIRST)
                ? List.of()
                : ledger.sums(tenant, List.of(new LedgerRepository.BalanceAt(account.id(), lastBefore(from))))
                        .values();
        return sums.stream().mapToLong(Long::longValue).sum();
    }

    /** The next of them. @param after the last of those before; null begins */
    public List<StatementLine> page(
            TenantContext tenant, LedgerAccount account, DateTimeRange range, @Nullable StatementLine after, int most) {
        return ledger.statement(tenant, account, range, after, most);
    }

    /** Pages of what moved in each of the accounts, the latest first. */
    public Map<LedgerAccount.Id, Connection<StatementLine>> latest(
            TenantContext tenant, Collection<LedgerAccount.Id> accounts, PageArgs page) {
        return ledger.latestOf(tenant, accounts, page);
    }

    /** How often something moved in each of them, as far as is counted. */
    public Map<LedgerAccount.Id, Integer> counts(TenantContext tenant, Collection<LedgerAccount.Id> accounts) {
        return ledger.countsOf(tenant, accounts);
    }

    /** PostgreSQL counts microseconds. */
    private static Instant lastBefore(Instant from) {
        return from.minus(1, ChronoUnit.MICROS);
    }
}
