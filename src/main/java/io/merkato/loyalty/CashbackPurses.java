package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.CASHBACK;
import static io.merkato.jooq.loyalty.Tables.CASHBACK_MOVEMENT;
import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;
import static io.merkato.ledger.AccountCode.CASHBACK_OWED;
import static io.merkato.ledger.AccountCode.CASHBACK_PENDING;
import static io.merkato.ledger.AccountCode.LOYALTY_EXPENSE;
import static io.merkato.ledger.AccountCode.STORE_CREDIT;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.excluded;

import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Holds accounts with their cashback and their customers' store credit, and writes what became of them: a fixed number of statements, however many. */
@Repository
class CashbackPurses {

    private final Ledger ledger;

    CashbackPurses(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Holds the accounts' rows, in the order of their ids, and then the store credit, until the transaction ends. */
    Map<LoyaltyAccount.Id, CashbackPurse> lock(TenantContext tx, Collection<LoyaltyAccount.Id> ids, Instant now) {
        List<LoyaltyAccount> accounts = AccountRepository.accounts(tx)
                .where(tx.owns(LOYALTY_ACCOUNT))
                .and(Sql.isAny(LOYALTY_ACCOUNT.ID, ids))
                .orderBy(LOYALTY_ACCOUNT.ID)
                .forUpdate()
                .fetch(mapping(LoyaltyAccount::new));
        List<Customer.Id> customers = accounts.stream()
                .map(LoyaltyAccount::customerId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<String, Map<Currency, Money>> credit = byHolder(ledger.hold(tx, customers, STORE_CREDIT));
        Map<String, Map<Currency, Money>> owed = byHolder(
                ledger.held(tx, accounts.stream().map(LoyaltyAccount::id).toList(), EnumSet.of(CASHBACK_OWED)));
        var purses = new LinkedHashMap<LoyaltyAccount.Id, CashbackPurse>();
        for (LoyaltyAccount account : accounts) {
            purses.put(
                    account.id(),
                    new CashbackPurse(account, of(credit, account.customerId()), of(owed, account.id()), now));
        }
        return purses;
    }

    private static Map<Currency, Money> of(Map<String, Map<Currency, Money>> amounts, @Nullable TypeId holder) {
        return holder == null ? new HashMap<>() : amounts.computeIfAbsent(holder.text(), id -> new HashMap<>());
    }

    private static Map<String, Map<Currency, Money>> byHolder(List<Ledger.Held> held) {
        var byHolder = new HashMap<String, Map<Currency, Money>>();
        for (Ledger.Held each : held) {
            Currency currency = Currency.getInstance(each.unit());
            byHolder.computeIfAbsent(each.holder(), holder -> new HashMap<>())
                    .put(currency, new Money(each.units(), currency));
        }
        return byHolder;
    }

    /** Writes what happened, in the rows and in the book. */
    void write(TenantContext tx, Collection<CashbackPurse> purses) {
        List<Cashback> changed =
                purses.stream().flatMap(purse -> purse.changed().stream()).toList();
        if (!changed.isEmpty()) {
            Rows.of(changed)
                    .with(CASHBACK.ORDER_ID, Cashback::order)
                    .with(CASHBACK.LOYALTY_ACCOUNT_ID, Cashback::account)
                    .with(CASHBACK.CURRENCY, each -> each.paid().currency())
                    .with(CASHBACK.PAID, each -> each.paid().withoutCurrency())
                    .with(CASHBACK.GRANTED, each -> each.granted().withoutCurrency())
                    .with(CASHBACK.KEPT, each -> each.kept().withoutCurrency())
                    .with(CASHBACK.GRANTED_AT, Cashback::grantedAt)
                    .with(CASHBACK.MATURES_AT, Cashback::maturesAt)
                    .with(CASHBACK.ON_MANUAL, Cashback::onManual)
                    .with(CASHBACK.MATURED, Cashback::matured)
                    .insertInto(tx, CASHBACK)
                    .onConflict(CASHBACK.TENANT_ID, CASHBACK.ORDER_ID)
                    .doUpdate()
                    .set(CASHBACK.PAID, excluded(CASHBACK.PAID))
                    .set(CASHBACK.GRANTED, excluded(CASHBACK.GRANTED))
                    .set(CASHBACK.KEPT, excluded(CASHBACK.KEPT))
                    .set(CASHBACK.MATURED, excluded(CASHBACK.MATURED))
                    .execute();
        }
        write(tx, purses.stream().flatMap(purse -> purse.moved().stream()).toList());
    }

    void write(TenantContext tx, List<LoyaltyCashback> moved) {
        if (!moved.isEmpty()) {
            Rows.of(moved)
                    .with(CASHBACK_MOVEMENT.ID, LoyaltyCashback::id)
                    .with(CASHBACK_MOVEMENT.LOYALTY_ACCOUNT_ID, LoyaltyCashback::accountId)
                    .with(CASHBACK_MOVEMENT.ORDER_ID, LoyaltyCashback::orderId)
                    .with(CASHBACK_MOVEMENT.KIND, LoyaltyCashback::kind)
                    .with(CASHBACK_MOVEMENT.CURRENCY, each -> each.pending().currency())
                    .with(CASHBACK_MOVEMENT.PENDING, each -> each.pending().withoutCurrency())
                    .with(CASHBACK_MOVEMENT.CREDITED, each -> each.credited().withoutCurrency())
                    .with(CASHBACK_MOVEMENT.OWED, each -> each.owed().withoutCurrency())
                    .with(CASHBACK_MOVEMENT.OCCURRED_AT, LoyaltyCashback::occurredAt)
                    .insertInto(tx, CASHBACK_MOVEMENT)
                    .execute();
        }
        ledger.post(tx, moved.stream().map(each -> transfer(tx, each)).toList());
    }

    private static Transfer transfer(TenantContext tx, LoyaltyCashback movement) {
        Transfer transfer = Transfer.of(
                        movement.kind().transfer, movement.id(), movement.orderId(), movement.occurredAt())
                .credit(CASHBACK_PENDING, movement.accountId(), movement.pending())
                .debit(CASHBACK_OWED, movement.accountId(), movement.owed())
                .debit(
                        LOYALTY_EXPENSE,
                        tx.id(),
                        movement.pending().plus(movement.credited()).minus(movement.owed()));
        return movement.customerId() == null
                ? transfer
                : transfer.credit(STORE_CREDIT, movement.customerId(), movement.credited());
    }

    /** What one account has of cashback is another's from now on: both are one customer's. Both are locked. */
    void merge(TenantContext tx, Map<LoyaltyAccount.Id, LoyaltyAccount.Id> into, Instant now) {
        Rows<Map.Entry<LoyaltyAccount.Id, LoyaltyAccount.Id>> rows = Rows.of(into.entrySet())
                .with(LOYALTY_ACCOUNT.ID, Map.Entry::getKey)
                .with(CASHBACK.LOYALTY_ACCOUNT_ID, Map.Entry::getValue);
        tx.sql()
                .update(CASHBACK)
                .set(CASHBACK.LOYALTY_ACCOUNT_ID, rows.get(CASHBACK.LOYALTY_ACCOUNT_ID))
                .from(rows.table())
                .where(tx.owns(CASHBACK))
                .and(CASHBACK.LOYALTY_ACCOUNT_ID.eq(rows.get(LOYALTY_ACCOUNT.ID)))
                .execute();
        List<Ledger.Held> held = ledger.held(tx, into.keySet(), EnumSet.of(CASHBACK_PENDING, CASHBACK_OWED));
        ledger.post(
                tx,
                into.entrySet().stream().map(each -> merged(each, held, now)).toList());
    }

    private static Transfer merged(
            Map.Entry<LoyaltyAccount.Id, LoyaltyAccount.Id> each, List<Ledger.Held> held, Instant now) {
        LoyaltyAccount.Id from = each.getKey();
        LoyaltyAccount.Id to = each.getValue();
        var transfer = Transfer.of(TransferKind.CASHBACK_MERGED, from, to, now);
        for (Ledger.Held holds : held) {
            if (holds.holder().equals(from.text())) {
                Money amount = new Money(holds.units(), Currency.getInstance(holds.unit()));
                transfer = holds.code() == CASHBACK_PENDING
                        ? transfer.debit(CASHBACK_PENDING, from, amount).credit(CASHBACK_PENDING, to, amount)
                        : transfer.credit(CASHBACK_OWED, from, amount).debit(CASHBACK_OWED, to, amount);
            }
        }
        return transfer;
    }
}
