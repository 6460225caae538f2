package io.merkato.storecredit;

import io.merkato.api.Owned;
import io.merkato.customer.Customer;
import io.merkato.ledger.LedgerAccount;
import io.merkato.money.Money;
import java.util.Currency;

/** What a customer may spend of a currency. */
record StoreCredit(Customer.Id customerId, LedgerAccount.Id accountId, Currency currency, Money balance)
        implements Owned {

    @Override
    public Customer.Id owner() {
        return customerId;
    }
}
