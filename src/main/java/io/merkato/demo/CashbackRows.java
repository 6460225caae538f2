package io.merkato.demo;

import static io.merkato.jooq.loyalty.Tables.CASHBACK;
import static io.merkato.jooq.loyalty.Tables.CASHBACK_MOVEMENT;

import io.merkato.customer.Customer;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.loyalty.LoyaltyAccount;
import io.merkato.loyalty.LoyaltyCashback;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the orders of a demo tenant gave as store credit; of none of these anything came back. */
final class CashbackRows {

    /** @param matured when it became store credit; after the demo ends where it still waits */
    record Granted(
            LoyaltyAccount.Id account,
            Customer.Id customer,
            Order.Id order,
            Money paid,
            Money cashback,
            Instant at,
            Instant matures,
            Instant matured) {}

    private final TenantContext tenant;
    private final DemoIds ids;
    private final Rows cashback = new Rows(CASHBACK);
    private final Rows movements = new Rows(CASHBACK_MOVEMENT);
    private final List<Transfer> transfers = new ArrayList<>();

    CashbackRows(TenantContext tenant, DemoIds ids) {
        this.tenant = tenant;
        this.ids = ids;
    }

    void grant(Granted granted, Instant end) {
        boolean matured = !granted.matured().isAfter(end);
        Money amount = granted.cashback();
        Money none = Money.zero(amount.currency());
        cashback.next()
                .set(CASHBACK.ORDER_ID, granted.order().value())
                .set(CASHBACK.LOYALTY_ACCOUNT_ID, granted.account().value())
                .set(CASHBACK.CURRENCY, amount.currency().getCurrencyCode())
                .set(CASHBACK.PAID, granted.paid().withoutCurrency())
                .set(CASHBACK.GRANTED, amount.withoutCurrency())
                .set(CASHBACK.KEPT, amount.withoutCurrency())
                .set(CASHBACK.GRANTED_AT, granted.at())
                .set(CASHBACK.MATURES_AT, granted.matures())
                .set(CASHBACK.MATURED, matured)
                .set(CASHBACK.ON_MANUAL, true);
        move(granted, LoyaltyCashback.Kind.GRANTED, amount, none, granted.at());
        if (matured) {
            move(granted, LoyaltyCashback.Kind.MATURED, none.minus(amount), amount, granted.matured());
        }
    }

    private void move(Granted of, LoyaltyCashback.Kind kind, Money pending, Money credited, Instant at) {
        var id =
                new LoyaltyCashback.Id(ids.at(at, "loyalty cashback", of.order().text(), kind.name()));
        movements
                .next()
                .set(CASHBACK_MOVEMENT.ID, id.value())
                .set(CASHBACK_MOVEMENT.LOYALTY_ACCOUNT_ID, of.account().value())
                .set(CASHBACK_MOVEMENT.ORDER_ID, of.order().value())
                .set(CASHBACK_MOVEMENT.KIND, kind)
                .set(CASHBACK_MOVEMENT.CURRENCY, pending.currency().getCurrencyCode())
                .set(CASHBACK_MOVEMENT.PENDING, pending.withoutCurrency())
                .set(CASHBACK_MOVEMENT.CREDITED, credited.withoutCurrency())
                .set(CASHBACK_MOVEMENT.OWED, Money.zero(pending.currency()).withoutCurrency())
                .set(CASHBACK_MOVEMENT.OCCURRED_AT, at);
        transfers.add(Transfer.of(TransferKind.valueOf("CASHBACK_" + kind.name()), id, of.order(), at)
                .credit(AccountCode.CASHBACK_PENDING, of.account(), pending)
                .credit(AccountCode.STORE_CREDIT, of.customer(), credited)
                .debit(AccountCode.LOYALTY_EXPENSE, tenant.id(), pending.plus(credited)));
    }

    /** @return what the ledger has to be told */
    List<Transfer> insert() {
        cashback.insert(tenant);
        movements.insert(tenant);
        return transfers;
    }
}
