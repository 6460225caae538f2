package io.merkato.ledger;

import static io.merkato.jooq.ledger.Tables.ACCOUNT;
import static io.merkato.jooq.ledger.Tables.ENTRY;
import static io.merkato.jooq.ledger.Tables.TRANSFER;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Connection;
import io.merkato.api.DateTimeRange;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Record4;
import org.jooq.Record6;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Accounts, transfers and entries, as they are read. */
@Repository
class LedgerRepository {

    /** @param until the moment, itself included */
    record BalanceAt(LedgerAccount.Id account, Instant until) {}

    private static final List<SelectField<?>> LATEST = List.of(
            ENTRY.ACCOUNT_ID,
            ENTRY.OCCURRED_AT,
            ENTRY.TRANSFER_ID,
            ENTRY.LINE,
            ENTRY.UNIT,
            ENTRY.AMOUNT,
            TRANSFER.KIND,
            TRANSFER.REFERENCE,
            TRANSFER.SUBJECT);

    private final Pages pages;

    LedgerRepository(Pages pages) {
        this.pages = pages;
    }

    Connection<LedgerAccount> accounts(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " ledger accounts",
                        account(tenant).where(tenant.owns(ACCOUNT)).and(which),
                        List.of(ACCOUNT.CODE.asc(), ACCOUNT.UNIT.asc(), ACCOUNT.HOLDER.asc()),
                        page,
                        mapping(LedgerAccount::new))
                .counted(
                        tenant.sql(),
                        selectOne().from(ACCOUNT).where(tenant.owns(ACCOUNT)).and(which));
    }

    Map<LedgerAccount.Id, LedgerAccount> accountById(TenantContext tenant, Collection<LedgerAccount.Id> ids) {
        return account(tenant)
                .where(tenant.owns(ACCOUNT))
                .and(Sql.isAny(ACCOUNT.ID, ids))
                .fetchMap(ACCOUNT.ID, mapping(LedgerAccount::new));
    }

    Connection<LedgerTransfer> transfers(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " ledger transfers",
                        transfer(tenant).where(tenant.owns(TRANSFER)).and(which),
                        List.of(TRANSFER.OCCURRED_AT.desc(), TRANSFER.ID.desc()),
                        page,
                        mapping(LedgerTransfer::new))
                .counted(
                        tenant.sql(),
                        selectOne().from(TRANSFER).where(tenant.owns(TRANSFER)).and(which));
    }

    Map<LedgerTransfer.Id, LedgerTransfer> transferById(TenantContext tenant, Collection<LedgerTransfer.Id> ids) {
        return transfer(tenant)
                .where(tenant.owns(TRANSFER))
                .and(Sql.isAny(TRANSFER.ID, ids))
                .fetchMap(TRANSFER.ID, mapping(LedgerTransfer::new));
    }

    Connection<LedgerEntry> entries(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " ledger entries",
                        entry(tenant).where(tenant.owns(ENTRY)).and(which),
                        List.of(ENTRY.OCCURRED_AT.desc(), ENTRY.TRANSFER_ID.desc(), ENTRY.LINE.desc()),
                        page,
                        mapping(LedgerEntry::new))
                .counted(
                        tenant.sql(),
                        selectOne().from(ENTRY).where(tenant.owns(ENTRY)).and(which));
    }

    Map<LedgerTransfer.Id, List<LedgerEntry>> entriesOf(TenantContext tenant, Collection<LedgerTransfer.Id> transfers) {
        return entry(tenant)
                .where(tenant.owns(ENTRY))
                .and(Sql.isAny(ENTRY.TRANSFER_ID, transfers))
                .orderBy(ENTRY.TRANSFER_ID, ENTRY.LINE)
                .fetchGroups(ENTRY.TRANSFER_ID, mapping(LedgerEntry::new));
    }

    /** Oldest first. */
    List<StatementLine> statement(
            TenantContext tenant, LedgerAccount account, DateTimeRange range, @Nullable StatementLine after, int most) {
        var ordered = tenant.sql()
                .select(
                        ENTRY.OCCURRED_AT,
                        ENTRY.TRANSFER_ID,
                        ENTRY.LINE,
                        TRANSFER.KIND,
                        TRANSFER.REFERENCE,
                        TRANSFER.SUBJECT,
                        ENTRY.AMOUNT)
                .from(ENTRY)
                .join(TRANSFER)
                .on(tenant.owns(TRANSFER), TRANSFER.ID.eq(ENTRY.TRANSFER_ID))
                .where(tenant.owns(ENTRY))
                .and(ENTRY.ACCOUNT_ID.eq(account.id()))
                .and(range.on(ENTRY.OCCURRED_AT))
                .orderBy(ENTRY.OCCURRED_AT, ENTRY.TRANSFER_ID, ENTRY.LINE);
        return (after == null
                        ? ordered.limit(most)
                        : ordered.seek(after.occurredAt(), after.transferId(), after.line())
                                .limit(most))
                .fetch(row -> new StatementLine(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        account.unit(),
                        row.value7().value()));
    }

    Map<LedgerAccount.Id, Connection<StatementLine>> latestOf(
            TenantContext tenant, Collection<LedgerAccount.Id> accounts, PageArgs page) {
        return latest(tenant)
                .fetch(
                        accounts,
                        tenant.sql()
                                .select(LATEST)
                                .from(ENTRY)
                                .join(TRANSFER)
                                .on(tenant.owns(TRANSFER), TRANSFER.ID.eq(ENTRY.TRANSFER_ID)),
                        page,
                        row -> new StatementLine(
                                row.get(ENTRY.OCCURRED_AT),
                                row.get(ENTRY.TRANSFER_ID),
                                row.get(ENTRY.LINE),
                                row.get(TRANSFER.KIND),
                                row.get(TRANSFER.REFERENCE),
                                row.get(TRANSFER.SUBJECT),
                                row.get(ENTRY.UNIT),
                                row.get(ENTRY.AMOUNT).value()));
    }

    Map<LedgerAccount.Id, Integer> countsOf(TenantContext tenant, Collection<LedgerAccount.Id> accounts) {
        return latest(tenant).count(accounts);
    }

    /** A transfer has one entry of an account. */
    private PageOfEach<LedgerAccount.Id, LedgerTransfer.Id> latest(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "ledger statements",
                ENTRY,
                ENTRY.ACCOUNT_ID,
                ENTRY.TRANSFER_ID,
                List.of(ENTRY.OCCURRED_AT.desc(), ENTRY.TRANSFER_ID.desc()));
    }

    /** The sums of debits less credits; of what has no entries, nothing. */
    Map<BalanceAt, Long> sums(TenantContext tenant, Collection<BalanceAt> asked) {
        Rows<BalanceAt> rows =
                Rows.of(asked).with(ENTRY.ACCOUNT_ID, BalanceAt::account).with(ENTRY.OCCURRED_AT, BalanceAt::until);
        var sums = new HashMap<BalanceAt, Long>();
        tenant.sql()
                .select(rows.get(ENTRY.ACCOUNT_ID), rows.get(ENTRY.OCCURRED_AT), sum(ENTRY.AMOUNT.coerce(Long.class)))
                .from(rows.table())
                .join(ENTRY)
                .on(
                        tenant.owns(ENTRY),
                        ENTRY.ACCOUNT_ID.eq(rows.get(ENTRY.ACCOUNT_ID)),
                        ENTRY.OCCURRED_AT.le(rows.get(ENTRY.OCCURRED_AT)))
                .groupBy(rows.get(ENTRY.ACCOUNT_ID), rows.get(ENTRY.OCCURRED_AT))
                .forEach(row -> sums.put(
                        new BalanceAt(row.value1(), row.value2()), row.value3().longValueExact()));
        return sums;
    }

    private static SelectJoinStep<Record4<LedgerAccount.Id, AccountCode, String, String>> account(
            TenantContext tenant) {
        return tenant.sql()
                .select(ACCOUNT.ID, ACCOUNT.CODE, ACCOUNT.UNIT, ACCOUNT.HOLDER)
                .from(ACCOUNT);
    }

    private static SelectJoinStep<Record6<LedgerTransfer.Id, TransferKind, String, String, Instant, Instant>> transfer(
            TenantContext tenant) {
        return tenant.sql()
                .select(
                        TRANSFER.ID,
                        TRANSFER.KIND,
                        TRANSFER.REFERENCE,
                        TRANSFER.SUBJECT,
                        TRANSFER.OCCURRED_AT,
                        TRANSFER.RECORDED_AT)
                .from(TRANSFER);
    }

    private static SelectJoinStep<Record6<LedgerTransfer.Id, Integer, LedgerAccount.Id, String, MinorUnits, Instant>>
            entry(TenantContext tenant) {
        return tenant.sql()
                .select(ENTRY.TRANSFER_ID, ENTRY.LINE, ENTRY.ACCOUNT_ID, ENTRY.UNIT, ENTRY.AMOUNT, ENTRY.OCCURRED_AT)
                .from(ENTRY);
    }
}
