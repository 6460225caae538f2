package io.merkato.storecredit;

import static io.merkato.ledger.AccountCode.STORE_CREDIT;

import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A guest's store credit is the customer's who they turn out to be. Orders are merged before, so nothing of it is spent meanwhile. */
@Component
@Order(3)
class GuestCredit implements GuestMerge {

    private final StoreCreditRepository credits;
    private final Ledger ledger;
    private final Clock clock;

    GuestCredit(StoreCreditRepository credits, Ledger ledger, Clock clock) {
        this.credits = credits;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        Transfer transfer = Transfer.of(TransferKind.STORE_CREDIT_MERGED, guest, customer, clock.instant());
        for (StoreCredit credit : credits.ofCustomers(tx, List.of(guest)).getOrDefault(guest, List.of())) {
            transfer = transfer.debit(STORE_CREDIT, guest, credit.balance())
                    .credit(STORE_CREDIT, customer, credit.balance());
        }
        ledger.post(tx, List.of(transfer));
    }
}
