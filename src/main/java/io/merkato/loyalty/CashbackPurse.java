package io.merkato.loyalty;

import static io.merkato.loyalty.LoyaltyCashback.Kind.GRANTED;
import static io.merkato.loyalty.LoyaltyCashback.Kind.MATURED;
import static io.merkato.loyalty.LoyaltyCashback.Kind.REVERSED;

import io.merkato.api.Uuid7;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cashback of an account that is held, with the store credit of its customer, and what happens to it, to be written together. What is taken back
 * after it was spent is owed; what is owed is taken of the next that becomes store credit. Whoever is gone for good gets nothing more.
 */
final class CashbackPurse {

    private final LoyaltyAccount account;
    private final Map<Currency, Money> credit;
    private final Map<Currency, Money> owed;
    private final Instant now;
    private final Map<Object, Cashback> changed = new LinkedHashMap<>();
    private final List<LoyaltyCashback> moved = new ArrayList<>();

    CashbackPurse(LoyaltyAccount account, Map<Currency, Money> credit, Map<Currency, Money> owed, Instant now) {
        this.account = account;
        this.credit = credit;
        this.owed = owed;
        this.now = now;
    }

    LoyaltyAccount account() {
        return account;
    }

    List<Cashback> changed() {
        return List.copyOf(changed.values());
    }

    List<LoyaltyCashback> moved() {
        return List.copyOf(moved);
    }

    /** What an order earned just now. */
    void grant(Cashback earned) {
        move(GRANTED, earned, earned.kept(), zero(earned), zero(earned));
        mature(put(earned));
    }

    /** Has an order keep more or less of what it earned. @param earned as before, or for more */
    void restate(Cashback before, Cashback earned, Money wanted) {
        Cashback cashback = mature(earned);
        Money kept = account.customerId() == null ? least(wanted, cashback.kept()) : wanted;
        Money more = kept.minus(cashback.kept());
        if (more.minorUnits() > 0) {
            if (cashback.matured()) {
                credit(GRANTED, cashback, zero(cashback), more);
            } else {
                move(GRANTED, cashback, more, zero(cashback), zero(cashback));
            }
        } else if (more.minorUnits() < 0) {
            takeBack(cashback, cashback.kept().minus(kept));
        }
        if (more.minorUnits() != 0 || !earned.equals(before)) {
            put(cashback.keeping(kept));
        }
    }

    /** Lets become store credit what is due. */
    Cashback mature(Cashback cashback) {
        if (cashback.matured() || cashback.maturesAt().isAfter(now)) {
            return cashback;
        }
        if (account.customerId() == null) {
            takeBack(cashback, cashback.kept());
            return put(cashback.keeping(zero(cashback)).asMatured());
        }
        if (cashback.kept().minorUnits() > 0) {
            credit(MATURED, cashback, negative(cashback.kept()), cashback.kept());
        }
        return put(cashback.asMatured());
    }

    private void credit(LoyaltyCashback.Kind kind, Cashback cashback, Money pending, Money amount) {
        Money repaid = least(amount, of(owed, amount));
        add(owed, negative(repaid));
        add(credit, amount.minus(repaid));
        move(kind, cashback, pending, amount.minus(repaid), negative(repaid));
    }

    private void takeBack(Cashback cashback, Money amount) {
        if (!cashback.matured()) {
            move(REVERSED, cashback, negative(amount), zero(cashback), zero(cashback));
            return;
        }
        Money taken = least(amount, of(credit, amount));
        add(credit, negative(taken));
        add(owed, amount.minus(taken));
        move(REVERSED, cashback, zero(cashback), negative(taken), amount.minus(taken));
    }

    private Cashback put(Cashback cashback) {
        changed.put(cashback.order(), cashback);
        return cashback;
    }

    private void move(LoyaltyCashback.Kind kind, Cashback of, Money pending, Money credited, Money owing) {
        if (pending.minorUnits() != 0 || credited.minorUnits() != 0 || owing.minorUnits() != 0) {
            moved.add(new LoyaltyCashback(
                    new LoyaltyCashback.Id(Uuid7.next()),
                    account.id(),
                    account.customerId(),
                    of.order(),
                    kind,
                    pending,
                    credited,
                    owing,
                    of.maturesAt(),
                    now));
        }
    }

    private static Money of(Map<Currency, Money> amounts, Money like) {
        return amounts.getOrDefault(like.currency(), Money.zero(like.currency()));
    }

    private static void add(Map<Currency, Money> amounts, Money more) {
        amounts.merge(more.currency(), more, Money::plus);
    }

    private static Money least(Money one, Money other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Money negative(Money amount) {
        return Money.zero(amount.currency()).minus(amount);
    }

    private static Money zero(Cashback cashback) {
        return Money.zero(cashback.paid().currency());
    }
}
