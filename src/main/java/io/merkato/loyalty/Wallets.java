package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.LOT;
import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;
import static io.merkato.jooq.loyalty.Tables.POINTS_MOVEMENT;
import static io.merkato.ledger.AccountCode.POINTS_AVAILABLE;
import static io.merkato.ledger.AccountCode.POINTS_OWED;
import static io.merkato.ledger.AccountCode.POINTS_PENDING;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.excluded;

import io.merkato.api.Actor;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.customer.Customer;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.money.MinorUnits;
import io.merkato.ordering.Order;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.springframework.stereotype.Repository;

/** Holds accounts, and writes what became of them: a fixed number of statements, however many. */
@Repository
class Wallets {

    /** Whose account in which programme. */
    record Holder(LoyaltyProgramme.Id programme, Customer.Id customer) {}

    private final ProgrammeRepository programmes;
    private final Ledger ledger;

    Wallets(ProgrammeRepository programmes, Ledger ledger) {
        this.programmes = programmes;
        this.ledger = ledger;
    }

    /** Opens accounts where there are none. */
    Map<Holder, LoyaltyAccount.Id> open(TenantContext tx, Collection<Holder> holders, Instant now) {
        Rows<Holder> rows = Rows.of(holders.stream()
                        .distinct()
                        .sorted((a, b) ->
                                a.customer().value().compareTo(b.customer().value()))
                        .toList())
                .with(LOYALTY_ACCOUNT.ID, holder -> new LoyaltyAccount.Id(Uuid7.next()))
                .with(LOYALTY_ACCOUNT.PROGRAMME_ID, Holder::programme)
                .with(LOYALTY_ACCOUNT.CUSTOMER_ID, Holder::customer)
                .with(LOYALTY_ACCOUNT.OPENED_AT, holder -> now);
        rows.insertInto(tx, LOYALTY_ACCOUNT).onConflictDoNothing().execute();
        return tx.sql()
                .select(LOYALTY_ACCOUNT.PROGRAMME_ID, LOYALTY_ACCOUNT.CUSTOMER_ID, LOYALTY_ACCOUNT.ID)
                .from(LOYALTY_ACCOUNT)
                .where(tx.owns(LOYALTY_ACCOUNT))
                .and(Sql.isAny(
                        LOYALTY_ACCOUNT.CUSTOMER_ID,
                        holders.stream().map(Holder::customer).toList()))
                .fetchMap(row -> new Holder(row.value1(), row.value2()), row -> row.value3());
    }

    /** Holds the rows, in the order of their ids, until the transaction ends. */
    Map<LoyaltyAccount.Id, Wallet> lock(TenantContext tx, Collection<LoyaltyAccount.Id> ids, Instant now, Actor actor) {
        List<LoyaltyAccount> accounts = AccountRepository.accounts(tx)
                .where(tx.owns(LOYALTY_ACCOUNT))
                .and(Sql.isAny(LOYALTY_ACCOUNT.ID, ids))
                .orderBy(LOYALTY_ACCOUNT.ID)
                .forUpdate()
                .fetch(mapping(LoyaltyAccount::new));
        // Statements of their own: only what is read after the wait shows what others did meanwhile.
        return wallets(tx, accounts, now, actor.name());
    }

    /** As they are, to look at: others may spend of them at the same time. */
    Map<LoyaltyAccount.Id, Wallet> look(TenantContext tenant, Collection<LoyaltyAccount> accounts, Instant now) {
        return wallets(tenant, accounts, now, "nobody");
    }

    private Map<LoyaltyAccount.Id, Wallet> wallets(
            TenantContext tx, Collection<LoyaltyAccount> accounts, Instant now, String actor) {
        List<LoyaltyAccount.Id> held = accounts.stream().map(LoyaltyAccount::id).toList();
        Map<LoyaltyAccount.Id, List<Lot>> lots =
                lots(tx, Sql.isAny(LOT.LOYALTY_ACCOUNT_ID, held).and(LOT.REMAINING.gt(0L))).stream()
                        .collect(groupingBy(Lot::account));
        Map<String, Long> owed = ledger.held(tx, held, EnumSet.of(POINTS_OWED)).stream()
                .collect(toMap(Ledger.Held::holder, Ledger.Held::units));
        Map<LoyaltyProgramme.Id, LoyaltyProgramme> found = programmes.byId(
                tx,
                accounts.stream().map(LoyaltyAccount::programmeId).distinct().toList());
        var wallets = new LinkedHashMap<LoyaltyAccount.Id, Wallet>();
        for (LoyaltyAccount account : accounts) {
            wallets.put(
                    account.id(),
                    new Wallet(
                            account,
                            Objects.requireNonNull(found.get(account.programmeId())),
                            lots.getOrDefault(account.id(), List.of()),
                            owed.getOrDefault(account.id().text(), 0L),
                            now,
                            actor));
        }
        return wallets;
    }

    /** Reads, into the wallets that are held, what these orders earned: before any of it is taken back, or earned again. */
    void recall(TenantContext tx, Map<LoyaltyAccount.Id, Wallet> held, Collection<Order.Id> orders) {
        if (!orders.isEmpty()) {
            List<Lot> earned = lots(tx, Sql.isAny(LOT.ORDER_ID, orders));
            held.values().forEach(wallet -> wallet.recall(earned));
        }
    }

    private static List<Lot> lots(TenantContext tx, Condition which) {
        return tx.sql()
                .select(
                        LOT.ID,
                        LOT.LOYALTY_ACCOUNT_ID,
                        LOT.ORDER_ID,
                        LOT.POINTS,
                        LOT.REMAINING,
                        LOT.EXPIRED,
                        LOT.EARNED_AT,
                        LOT.MATURES_AT,
                        LOT.MATURED,
                        LOT.EXPIRES_AT)
                .from(LOT)
                .where(tx.owns(LOT))
                .and(which)
                .fetch(mapping(Lot::new));
    }

    /** Writes what happened to the wallets, in the rows and in the book. */
    void write(TenantContext tx, Collection<Wallet> wallets) {
        write(tx, wallets, List.of());
    }

    /** @param others transfers of money that go with it */
    void write(TenantContext tx, Collection<Wallet> wallets, List<Transfer> others) {
        List<Lot> lots =
                wallets.stream().flatMap(wallet -> wallet.changed().stream()).toList();
        if (!lots.isEmpty()) {
            Rows.of(lots)
                    .with(LOT.ID, Lot::id)
                    .with(LOT.LOYALTY_ACCOUNT_ID, Lot::account)
                    .with(LOT.ORDER_ID, Lot::orderId)
                    .with(LOT.POINTS, Lot::points)
                    .with(LOT.REMAINING, Lot::remaining)
                    .with(LOT.EXPIRED, Lot::expired)
                    .with(LOT.EARNED_AT, Lot::earnedAt)
                    .with(LOT.MATURES_AT, Lot::maturesAt)
                    .with(LOT.MATURED, Lot::matured)
                    .with(LOT.EXPIRES_AT, Lot::expiresAt)
                    .insertInto(tx, LOT)
                    .onConflict(LOT.TENANT_ID, LOT.ID)
                    .doUpdate()
                    .set(LOT.LOYALTY_ACCOUNT_ID, excluded(LOT.LOYALTY_ACCOUNT_ID))
                    .set(LOT.REMAINING, excluded(LOT.REMAINING))
                    .set(LOT.EXPIRED, excluded(LOT.EXPIRED))
                    .set(LOT.MATURED, excluded(LOT.MATURED))
                    .execute();
        }
        var transfers = new ArrayList<Transfer>(others);
        var movements = new ArrayList<LoyaltyMovement>();
        for (Wallet wallet : wallets) {
            for (LoyaltyMovement movement : wallet.moved()) {
                movements.add(movement);
                transfers.add(transfer(wallet.programme().id(), movement));
            }
        }
        if (!movements.isEmpty()) {
            write(tx, movements);
        }
        ledger.post(tx, transfers);
    }

    private static void write(TenantContext tx, List<LoyaltyMovement> movements) {
        Rows.of(movements)
                .with(POINTS_MOVEMENT.ID, LoyaltyMovement::id)
                .with(POINTS_MOVEMENT.LOYALTY_ACCOUNT_ID, LoyaltyMovement::accountId)
                .with(POINTS_MOVEMENT.KIND, LoyaltyMovement::kind)
                .with(POINTS_MOVEMENT.PENDING, LoyaltyMovement::pending)
                .with(POINTS_MOVEMENT.AVAILABLE, LoyaltyMovement::available)
                .with(POINTS_MOVEMENT.OWED, LoyaltyMovement::owed)
                .with(POINTS_MOVEMENT.ORDER_ID, LoyaltyMovement::orderId)
                .with(
                        POINTS_MOVEMENT.CURRENCY,
                        each -> each.amount() == null ? null : each.amount().currency())
                .with(POINTS_MOVEMENT.AMOUNT, each -> MinorUnits.of(each.amount()))
                .with(POINTS_MOVEMENT.REASON, LoyaltyMovement::reason)
                .with(POINTS_MOVEMENT.ACTOR, LoyaltyMovement::actor)
                .with(POINTS_MOVEMENT.OCCURRED_AT, LoyaltyMovement::occurredAt)
                .insertInto(tx, POINTS_MOVEMENT)
                .execute();
    }

    /** Points that come from nowhere are issued, and those that go are redeemed or expired, by the kind. */
    private static Transfer transfer(LoyaltyProgramme.Id programme, LoyaltyMovement movement) {
        long more = movement.pending() + movement.available() - movement.owed();
        return Transfer.of(
                        movement.kind().transfer,
                        movement.id(),
                        movement.orderId() == null ? movement.accountId() : movement.orderId(),
                        movement.occurredAt())
                .credit(POINTS_PENDING, movement.accountId(), programme, movement.pending())
                .credit(POINTS_AVAILABLE, movement.accountId(), programme, movement.available())
                .debit(POINTS_OWED, movement.accountId(), programme, movement.owed())
                .debit(movement.kind().other, programme, programme, more);
    }
}
