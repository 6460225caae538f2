package io.merkato.demo;

import static io.merkato.jooq.storecredit.Tables.GIFT_CARD;
import static io.merkato.jooq.storecredit.Tables.STORE_CREDIT_CHANGE;

import io.merkato.api.Sha256;
import io.merkato.customer.Customer;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.storecredit.GiftCard;
import io.merkato.storecredit.StoreCreditChange;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Store credit of a tenant's first customer, and gift cards: one to try, of which db/demo/README.md tells the code, one redeemed in part, and one that was lost. */
final class CreditRows {

    private static final Instant GIVEN = Instant.parse("2026-09-01T09:00:00Z");
    private static final Instant ISSUED = Instant.parse("2026-09-02T09:00:00Z");
    private static final Instant REDEEMED = Instant.parse("2026-09-05T18:30:00Z");
    private static final Instant LOST = Instant.parse("2026-09-07T10:00:00Z");

    private final DemoShop demo;
    private final String staff;
    private final Customer.Id customer;
    private final Rows cards = new Rows(GIFT_CARD);
    private final Rows changes = new Rows(STORE_CREDIT_CHANGE);
    private final List<Transfer> transfers = new ArrayList<>();

    private CreditRows(DemoShop demo) {
        this.demo = demo;
        this.staff = demo.shop().staff().getFirst().email();
        this.customer = new Customer.Id(
                demo.ids().of("customer", demo.shop().customers().getFirst().email()));
    }

    /** @return what is to be written into the book */
    static List<Transfer> write(TenantContext tenant, DemoShop demo) {
        var rows = new CreditRows(demo);
        rows.card(tenant, "7Q4MXK2P09RTB5WJ", "1000", "Hana", false);
        GiftCard.Id redeemed = rows.card(tenant, "9HZC3FTVM6NDK8QE", "500", null, false);
        rows.card(tenant, "2WBA5GYX4JPT1R6S", "300", null, true);
        rows.change(tenant, "250", GIVEN, "For the parcel that came late", null);
        rows.change(tenant, "200", REDEEMED, null, redeemed);
        rows.cards.insert(tenant);
        rows.changes.insert(tenant);
        return rows.transfers;
    }

    private GiftCard.Id card(
            TenantContext tenant, String code, String amount, @Nullable String recipient, boolean lost) {
        Money worth = money(amount);
        var id = new GiftCard.Id(demo.ids().at(ISSUED, "giftCard", code));
        cards.next()
                .set(GIFT_CARD.ID, id.value())
                .set(GIFT_CARD.ISSUE_ID, id.value())
                .set(GIFT_CARD.CODE_HASH, "\\x" + Sha256.hex(code))
                .set(GIFT_CARD.LAST_FOUR, code.substring(code.length() - 4))
                .set(GIFT_CARD.CURRENCY, worth.currency().getCurrencyCode())
                .set(GIFT_CARD.AMOUNT, worth.withoutCurrency())
                .set(GIFT_CARD.RECIPIENT, recipient)
                .set(GIFT_CARD.DISABLED_AT, lost ? LOST : null)
                .set(GIFT_CARD.DISABLED_REASON, lost ? "Lost on the way" : null)
                .set(GIFT_CARD.ISSUED_BY, staff)
                .set(GIFT_CARD.VERSION, lost ? 2 : 1)
                .set(GIFT_CARD.CREATED_AT, ISSUED)
                .set(GIFT_CARD.UPDATED_AT, lost ? LOST : ISSUED);
        transfers.add(Transfer.of(TransferKind.GIFT_CARD_ISSUED, id, id, ISSUED)
                .debit(AccountCode.CASH, tenant.id(), worth)
                .credit(AccountCode.GIFT_CARD, id, worth));
        return id;
    }

    private void change(
            TenantContext tenant, String amount, Instant at, @Nullable String reason, GiftCard.@Nullable Id card) {
        Money worth = money(amount);
        var id = new StoreCreditChange.Id(demo.ids().at(at, "storeCreditChange", amount));
        boolean redeemed = card != null;
        changes.next()
                .set(STORE_CREDIT_CHANGE.ID, id.value())
                .set(STORE_CREDIT_CHANGE.CUSTOMER_ID, customer.value())
                .set(STORE_CREDIT_CHANGE.KIND, redeemed ? "REDEEMED" : "ADJUSTED")
                .set(STORE_CREDIT_CHANGE.CURRENCY, worth.currency().getCurrencyCode())
                .set(STORE_CREDIT_CHANGE.AMOUNT, worth.withoutCurrency())
                .set(STORE_CREDIT_CHANGE.REASON, reason)
                .set(STORE_CREDIT_CHANGE.GIFT_CARD_ID, card == null ? null : card.value())
                .set(
                        STORE_CREDIT_CHANGE.ACTOR,
                        redeemed ? demo.shop().customers().getFirst().email() : staff)
                .set(STORE_CREDIT_CHANGE.CHANGED_AT, at);
        Transfer transfer = Transfer.of(
                redeemed ? TransferKind.GIFT_CARD_REDEEMED : TransferKind.STORE_CREDIT_ADJUSTED, id, customer, at);
        transfers.add((card == null
                        ? transfer.debit(AccountCode.CREDIT_GRANTED, tenant.id(), worth)
                        : transfer.debit(AccountCode.GIFT_CARD, card, worth))
                .credit(AccountCode.STORE_CREDIT, customer, worth));
    }

    private Money money(String amount) {
        return Money.of(new BigDecimal(amount), demo.shop().currency());
    }
}
