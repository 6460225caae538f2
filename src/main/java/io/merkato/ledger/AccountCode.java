package io.merkato.ledger;

import static io.merkato.ledger.AccountClass.ASSET;
import static io.merkato.ledger.AccountClass.EXPENSE;
import static io.merkato.ledger.AccountClass.INCOME;
import static io.merkato.ledger.AccountClass.LIABILITY;

/** The chart of accounts; {@code ledger.account_code} has the same rows. */
public enum AccountCode {
    RECEIVABLE(ASSET, false),
    CASH(ASSET, false),
    BANK(ASSET, false),
    PROVIDER(ASSET, false),
    OTHER_MEANS(ASSET, false),
    STORE_CREDIT(LIABILITY, true),
    TAX_PAYABLE(LIABILITY, false),
    SALES(INCOME, false),
    SHIPPING_INCOME(INCOME, false),
    DISCOUNTS(INCOME, false),
    RETURNS(INCOME, false),
    PAYMENT_FEES(EXPENSE, false),
    LOYALTY_EXPENSE(EXPENSE, false),
    CASHBACK_PENDING(LIABILITY, true),
    CASHBACK_OWED(ASSET, true),
    POINTS_PENDING(LIABILITY, true),
    POINTS_AVAILABLE(LIABILITY, true),
    POINTS_OWED(ASSET, true),
    POINTS_ISSUED(EXPENSE, false),
    POINTS_REDEEMED(INCOME, false),
    POINTS_EXPIRED(INCOME, false),
    GIFT_CARD(LIABILITY, true),
    CREDIT_GRANTED(EXPENSE, false);

    private final AccountClass accountClass;
    private final boolean guarded;

    AccountCode(AccountClass accountClass, boolean guarded) {
        this.accountClass = accountClass;
        this.guarded = guarded;
    }

    public AccountClass accountClass() {
        return accountClass;
    }

    /** Whether it is never overdrawn. */
    public boolean isGuarded() {
        return guarded;
    }
}
