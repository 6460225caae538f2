package io.merkato.loyalty;

/** What the ledger has of an account. */
record LoyaltyBalances(long pending, long available, long owed) {}
