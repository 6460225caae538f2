package io.merkato.storecredit;

import static io.merkato.jooq.storecredit.Tables.STORE_CREDIT_CHANGE;
import static io.merkato.ledger.AccountCode.GIFT_CARD;
import static io.merkato.ledger.AccountCode.STORE_CREDIT;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.ledger.Ledger;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Repository;

/** What customers and gift cards have, as the ledger says, and why. */
@Repository
class StoreCreditRepository {

    private final Ledger ledger;

    StoreCreditRepository(Ledger ledger) {
        this.ledger = ledger;
    }

    /** By currency. */
    Map<Customer.Id, List<StoreCredit>> ofCustomers(TenantContext tenant, Collection<Customer.Id> customers) {
        List<Ledger.Held> held = ledger.held(tenant, customers, EnumSet.of(STORE_CREDIT));
        return customers.stream()
                .distinct()
                .collect(toMap(
                        customer -> customer,
                        customer -> held.stream()
                                .filter(each -> each.holder().equals(customer.text()))
                                .sorted(Comparator.comparing(Ledger.Held::unit))
                                .map(each -> new StoreCredit(
                                        customer, each.account(), Currency.getInstance(each.unit()), money(each)))
                                .toList()));
    }

    /** What a customer has, and nobody else spends of it until the transaction ends. */
    Money hold(TenantContext tx, Customer.Id customer, Currency currency) {
        return ledger.holdToMove(tx, customer, STORE_CREDIT).stream()
                .filter(held -> held.unit().equals(currency.getCurrencyCode()))
                .map(StoreCreditRepository::money)
                .findAny()
                .orElse(Money.zero(currency));
    }

    /** In the currency of a change, as it is by now. */
    StoreCredit after(TenantContext tenant, StoreCreditChange change) {
        Customer.Id customer = Objects.requireNonNull(change.customerId());
        return ofCustomers(tenant, List.of(customer)).getOrDefault(customer, List.of()).stream()
                .filter(credit -> credit.currency().equals(change.amount().currency()))
                .findAny()
                .orElseThrow();
    }

    Map<GiftCard.Id, Ledger.Held> ofCards(TenantContext tenant, Collection<GiftCard.Id> cards) {
        Map<String, Ledger.Held> held = ledger.held(tenant, cards, EnumSet.of(GIFT_CARD)).stream()
                .collect(toMap(Ledger.Held::holder, each -> each));
        return cards.stream()
                .distinct()
                .filter(card -> held.containsKey(card.text()))
                .collect(toMap(card -> card, card -> held.get(card.text())));
    }

    Money of(TenantContext tenant, GiftCard card) {
        Ledger.Held held = ofCards(tenant, List.of(card.id())).get(card.id());
        return held == null ? Money.zero(card.amount().currency()) : money(held);
    }

    /** @param card as the API writes its id */
    Money ofCard(TenantContext tenant, String card) {
        var id = new GiftCard.Id(TypeId.parse("gift_card", card));
        return money(Objects.requireNonNull(ofCards(tenant, List.of(id)).get(id)));
    }

    static Money money(Ledger.Held held) {
        return new Money(held.units(), Currency.getInstance(held.unit()));
    }

    Map<StoreCreditChange.Id, StoreCreditChange> changeById(
            TenantContext tenant, Collection<StoreCreditChange.Id> ids) {
        return tenant.sql()
                .select(
                        STORE_CREDIT_CHANGE.ID,
                        STORE_CREDIT_CHANGE.CUSTOMER_ID,
                        STORE_CREDIT_CHANGE.KIND,
                        STORE_CREDIT_CHANGE.AMOUNT,
                        STORE_CREDIT_CHANGE.CURRENCY,
                        STORE_CREDIT_CHANGE.REASON,
                        STORE_CREDIT_CHANGE.GIFT_CARD_ID,
                        STORE_CREDIT_CHANGE.ACTOR,
                        STORE_CREDIT_CHANGE.CHANGED_AT)
                .from(STORE_CREDIT_CHANGE)
                .where(tenant.owns(STORE_CREDIT_CHANGE))
                .and(Sql.isAny(STORE_CREDIT_CHANGE.ID, ids))
                .fetchMap(
                        STORE_CREDIT_CHANGE.ID,
                        row -> new StoreCreditChange(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                row.value4().in(row.value5()),
                                row.value6(),
                                row.value7(),
                                row.value8(),
                                row.value9()));
    }

    StoreCreditChange change(TenantContext tenant, StoreCreditChange.Id id) {
        StoreCreditChange found = changeById(tenant, List.of(id)).get(id);
        if (found == null) {
            throw new IllegalStateException("There is no " + id);
        }
        return found;
    }

    void insert(TenantContext tx, StoreCreditChange change) {
        tx.sql()
                .insertInto(STORE_CREDIT_CHANGE)
                .set(STORE_CREDIT_CHANGE.TENANT_ID, tx.id())
                .set(STORE_CREDIT_CHANGE.ID, change.id())
                .set(STORE_CREDIT_CHANGE.CUSTOMER_ID, change.customerId())
                .set(STORE_CREDIT_CHANGE.KIND, change.kind())
                .set(STORE_CREDIT_CHANGE.CURRENCY, change.amount().currency())
                .set(STORE_CREDIT_CHANGE.AMOUNT, change.amount().withoutCurrency())
                .set(STORE_CREDIT_CHANGE.REASON, change.reason())
                .set(STORE_CREDIT_CHANGE.GIFT_CARD_ID, change.giftCardId())
                .set(STORE_CREDIT_CHANGE.ACTOR, change.actor())
                .set(STORE_CREDIT_CHANGE.CHANGED_AT, change.changedAt())
                .execute();
    }
}
