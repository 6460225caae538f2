package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.ACCRUAL;
import static io.merkato.jooq.loyalty.Tables.LOT;
import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;
import static io.merkato.jooq.loyalty.Tables.REDEMPTION;

import io.merkato.api.Sql;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A guest's points are the customer's who they turn out to be: in the customer's account where there is one, else the account goes along. */
@Component
@Order(2)
class GuestPoints implements GuestMerge {

    private static final Viewer MERGE = Viewer.system("guestClaim");

    private final AccountRepository accounts;
    private final Wallets wallets;
    private final Clock clock;

    GuestPoints(AccountRepository accounts, Wallets wallets, Clock clock) {
        this.accounts = accounts;
        this.wallets = wallets;
        this.clock = clock;
    }

    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        Map<Customer.Id, List<LoyaltyAccount>> both = accounts.ofCustomers(tx, List.of(guest, customer));
        List<LoyaltyAccount> theirs = both.getOrDefault(guest, List.of());
        if (theirs.isEmpty()) {
            return;
        }
        var into = new HashMap<LoyaltyAccount.Id, LoyaltyAccount.Id>();
        for (LoyaltyAccount own : both.getOrDefault(customer, List.of())) {
            theirs.stream()
                    .filter(each -> each.programmeId().equals(own.programmeId()))
                    .forEach(each -> into.put(each.id(), own.id()));
        }
        tx.sql()
                .update(LOYALTY_ACCOUNT)
                .set(LOYALTY_ACCOUNT.CUSTOMER_ID, customer)
                .where(tx.owns(LOYALTY_ACCOUNT))
                .and(LOYALTY_ACCOUNT.CUSTOMER_ID.eq(guest))
                .andNot(Sql.isAny(LOYALTY_ACCOUNT.ID, into.keySet()))
                .execute();
        if (!into.isEmpty()) {
            merge(tx, into);
        }
    }

    private void merge(TenantContext tx, Map<LoyaltyAccount.Id, LoyaltyAccount.Id> into) {
        var all = new HashSet<>(into.keySet());
        all.addAll(into.values());
        Map<LoyaltyAccount.Id, Wallet> held = wallets.lock(tx, all, clock.instant(), MERGE.actor());
        into.forEach(
                (from, to) -> Objects.requireNonNull(held.get(from)).mergeInto(Objects.requireNonNull(held.get(to))));
        wallets.write(tx, held.values());
        Rows<Map.Entry<LoyaltyAccount.Id, LoyaltyAccount.Id>> rows = Rows.of(into.entrySet())
                .with(LOYALTY_ACCOUNT.ID, Map.Entry::getKey)
                .with(ACCRUAL.LOYALTY_ACCOUNT_ID, Map.Entry::getValue);
        tx.sql()
                .update(LOT)
                .set(LOT.LOYALTY_ACCOUNT_ID, rows.get(ACCRUAL.LOYALTY_ACCOUNT_ID))
                .from(rows.table())
                .where(tx.owns(LOT))
                .and(LOT.LOYALTY_ACCOUNT_ID.eq(rows.get(LOYALTY_ACCOUNT.ID)))
                .and(LOT.EXPIRED.gt(0L))
                .execute();
        tx.sql()
                .update(ACCRUAL)
                .set(ACCRUAL.LOYALTY_ACCOUNT_ID, rows.get(ACCRUAL.LOYALTY_ACCOUNT_ID))
                .from(rows.table())
                .where(tx.owns(ACCRUAL))
                .and(ACCRUAL.LOYALTY_ACCOUNT_ID.eq(rows.get(LOYALTY_ACCOUNT.ID)))
                .execute();
        tx.sql()
                .update(REDEMPTION)
                .set(REDEMPTION.LOYALTY_ACCOUNT_ID, rows.get(ACCRUAL.LOYALTY_ACCOUNT_ID))
                .from(rows.table())
                .where(tx.owns(REDEMPTION))
                .and(REDEMPTION.LOYALTY_ACCOUNT_ID.eq(rows.get(LOYALTY_ACCOUNT.ID)))
                .execute();
    }
}
