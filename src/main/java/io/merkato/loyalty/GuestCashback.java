package io.merkato.loyalty;

import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A guest's cashback is the customer's who they turn out to be: where both have an account, in the customer's. */
@Component
@Order(1)
class GuestCashback implements GuestMerge {

    private final AccountRepository accounts;
    private final CashbackPurses purses;
    private final Wallets wallets;
    private final Clock clock;

    GuestCashback(AccountRepository accounts, CashbackPurses purses, Wallets wallets, Clock clock) {
        this.accounts = accounts;
        this.purses = purses;
        this.wallets = wallets;
        this.clock = clock;
    }

    /**
     * Comes before the guest's points are the customer's. Whoever is opening one of the customer's accounts is waited for, so that both go the same way.
     */
    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        List<LoyaltyAccount> ofGuest = accounts.ofCustomers(tx, List.of(guest)).getOrDefault(guest, List.of());
        if (ofGuest.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        wallets.open(
                tx,
                ofGuest.stream()
                        .map(account -> new Wallets.Holder(account.programmeId(), customer))
                        .toList(),
                now);
        Map<Customer.Id, List<LoyaltyAccount>> both = accounts.ofCustomers(tx, List.of(guest, customer));
        var into = new HashMap<LoyaltyAccount.Id, LoyaltyAccount.Id>();
        for (LoyaltyAccount theirs : both.getOrDefault(guest, List.of())) {
            both.getOrDefault(customer, List.of()).stream()
                    .filter(own -> own.programmeId().equals(theirs.programmeId()))
                    .forEach(own -> into.put(theirs.id(), own.id()));
        }
        if (!into.isEmpty()) {
            var all = new HashSet<>(into.keySet());
            all.addAll(into.values());
            purses.lock(tx, all, now);
            purses.merge(tx, into, now);
        }
    }
}
