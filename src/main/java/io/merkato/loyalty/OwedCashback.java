package io.merkato.loyalty;

import static java.util.stream.Collectors.toMap;

import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.LedgerFollower;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Takes what customers owe of cashback of whatever store credit comes in, by whichever way: nobody has store credit and owes. Who takes cashback back holds the
 * store credit before anything is owed, so whoever credits it sees what is owed by then.
 */
@Component
@org.springframework.core.annotation.Order(4)
class OwedCashback implements LedgerFollower, GuestMerge {

    private record Owing(LoyaltyAccount account, Currency currency) {}

    private final AccountRepository accounts;
    private final CashbackRepository cashbacks;
    private final CashbackPurses purses;
    private final Ledger ledger;
    private final Clock clock;

    OwedCashback(
            AccountRepository accounts,
            CashbackRepository cashbacks,
            CashbackPurses purses,
            Ledger ledger,
            Clock clock) {
        this.accounts = accounts;
        this.cashbacks = cashbacks;
        this.purses = purses;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public AccountCode code() {
        return AccountCode.STORE_CREDIT;
    }

    /** As those do who move points and cashback: the loyalty accounts, then the store credit. */
    @Override
    public void hold(TenantContext tx, Set<String> holders) {
        accounts.lockAllOf(tx, customers(holders));
    }

    @Override
    public void credited(TenantContext tx, Set<String> holders) {
        collect(tx, customers(holders));
    }

    private static List<Customer.Id> customers(Set<String> holders) {
        return holders.stream()
                .map(holder -> new Customer.Id(TypeId.parse("customer", holder)))
                .toList();
    }

    /** What a guest owes, the customer's own store credit pays, and the other way round. Comes when accounts and store credit are the customer's. */
    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        collect(tx, List.of(customer));
    }

    private void collect(TenantContext tx, List<Customer.Id> customers) {
        List<LoyaltyAccount> theirs = accounts.ofCustomers(tx, customers).values().stream()
                .flatMap(List::stream)
                .toList();
        if (owed(tx, theirs).isEmpty()) {
            return;
        }
        Map<String, Money> credit = ledger.hold(tx, customers, AccountCode.STORE_CREDIT).stream()
                .collect(toMap(held -> held.holder() + held.unit(), OwedCashback::money));
        Map<Owing, Money> owed = owed(tx, theirs);
        Map<CashbackRepository.Owing, CashbackRepository.Owed> lastOf = cashbacks.lastOwed(
                tx, owed.keySet().stream().map(owing -> owing.account().id()).toList());
        var moved = new ArrayList<LoyaltyCashback>();
        owed.forEach((owing, amount) -> {
            Money none = Money.zero(owing.currency());
            String holder = Objects.requireNonNull(owing.account().customerId()).text()
                    + owing.currency().getCurrencyCode();
            Money some = amount.least(credit.getOrDefault(holder, none));
            if (some.minorUnits() > 0) {
                credit.merge(holder, some, Money::minus);
                moved.add(collected(
                        owing,
                        Objects.requireNonNull(lastOf.get(
                                new CashbackRepository.Owing(owing.account().id(), owing.currency()))),
                        none.minus(some)));
            }
        });
        purses.write(tx, moved);
    }

    private LoyaltyCashback collected(Owing owing, CashbackRepository.Owed of, Money less) {
        return new LoyaltyCashback(
                new LoyaltyCashback.Id(Uuid7.next()),
                owing.account().id(),
                owing.account().customerId(),
                of.order(),
                LoyaltyCashback.Kind.COLLECTED,
                Money.zero(owing.currency()),
                less,
                less,
                of.maturesAt(),
                clock.instant());
    }

    /** What is owed of cashback is above 0. */
    private Map<Owing, Money> owed(TenantContext tx, List<LoyaltyAccount> of) {
        Map<String, LoyaltyAccount> byHolder =
                of.stream().collect(toMap(account -> account.id().text(), account -> account));
        if (byHolder.isEmpty()) {
            return Map.of();
        }
        return ledger
                .held(tx, of.stream().map(LoyaltyAccount::id).toList(), EnumSet.of(AccountCode.CASHBACK_OWED))
                .stream()
                .filter(held -> held.units() > 0)
                .collect(toMap(
                        held -> new Owing(
                                Objects.requireNonNull(byHolder.get(held.holder())), Currency.getInstance(held.unit())),
                        OwedCashback::money));
    }

    private static Money money(Ledger.Held held) {
        return new Money(held.units(), Currency.getInstance(held.unit()));
    }
}
