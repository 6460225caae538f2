package io.merkato.ledger;

/** What an account is in the books, and so which side increases it. */
public enum AccountClass {
    ASSET,
    LIABILITY,
    INCOME,
    EXPENSE;

    /** Whether debits increase it. */
    public boolean isDebited() {
        return this == ASSET || this == EXPENSE;
    }

    /** A sum of entries, debits above 0, as the account's balance. */
    long balance(long sum) {
        return isDebited() ? sum : Math.negateExact(sum);
    }
}
