package io.merkato.ordering;

import static io.merkato.ledger.AccountCode.BANK;
import static io.merkato.ledger.AccountCode.CASH;
import static io.merkato.ledger.AccountCode.DISCOUNTS;
import static io.merkato.ledger.AccountCode.GIFT_CARD;
import static io.merkato.ledger.AccountCode.LOYALTY_EXPENSE;
import static io.merkato.ledger.AccountCode.OTHER_MEANS;
import static io.merkato.ledger.AccountCode.PAYMENT_FEES;
import static io.merkato.ledger.AccountCode.PROVIDER;
import static io.merkato.ledger.AccountCode.RECEIVABLE;
import static io.merkato.ledger.AccountCode.RETURNS;
import static io.merkato.ledger.AccountCode.SALES;
import static io.merkato.ledger.AccountCode.SHIPPING_INCOME;
import static io.merkato.ledger.AccountCode.STORE_CREDIT;
import static io.merkato.ledger.AccountCode.TAX_PAYABLE;

import io.merkato.api.TypeId;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.tenancy.Tenant;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to orders, as the ledger has it. What an order comes to is owed by the customer, until it is paid, comes back or is
 * called off: so the entries of {@code RECEIVABLE} about an order are its balance.
 */
public final class OrderLedger {

    /** What says what an order comes to; all of it together is what it comes to now. */
    static final Set<TransferKind> COMES_TO = EnumSet.of(TransferKind.ORDER_PLACED, TransferKind.ORDER_EDITED);

    private OrderLedger() {}

    public static Transfer placed(Tenant.Id tenant, NewOrder order) {
        return comesTo(
                tenant,
                Transfer.of(TransferKind.ORDER_PLACED, order.id(), order.id(), order.placedAt()),
                order.totals(),
                Discount.byPoints(
                        order.lines().stream().map(NewOrder.Line::amounts).toList(), Money.zero(order.currency())),
                order.shipping().tax(),
                order.pricesIncludeTax());
    }

    /** What it comes to from now on; to be restated. */
    static Transfer edited(Tenant.Id tenant, EditedOrder order, OrderRevision.Id edit, Instant at) {
        return comesTo(
                tenant,
                Transfer.of(TransferKind.ORDER_EDITED, edit, order.before().id(), at),
                order.totals(),
                Discount.byPoints(
                        order.lines().stream()
                                .map(line -> line.after().amounts())
                                .toList(),
                        Money.zero(order.before().currency())),
                order.shipping().tax(),
                order.before().pricesIncludeTax());
    }

    /**
     * Where prices include tax, discounts do as well, and what goods and shipping brought in is without it. What points took off the programme bears, as what
     * they pay.
     */
    private static Transfer comesTo(
            Tenant.Id tenant,
            Transfer transfer,
            Totals totals,
            Money byPoints,
            Money shippingTax,
            boolean pricesIncludeTax) {
        Money none = Money.zero(totals.total().currency());
        Money goodsTax = totals.tax().minus(shippingTax);
        return transfer.debit(RECEIVABLE, tenant, totals.total())
                .debit(DISCOUNTS, tenant, totals.discount().minus(byPoints))
                .debit(LOYALTY_EXPENSE, tenant, byPoints)
                .credit(SALES, tenant, totals.subtotal().minus(pricesIncludeTax ? goodsTax : none))
                .credit(SHIPPING_INCOME, tenant, totals.shipping().minus(pricesIncludeTax ? shippingTax : none))
                .credit(TAX_PAYABLE, tenant, totals.tax());
    }

    /** Of one that nothing was ever sent of; without lines, as {@link io.merkato.ledger.Ledger#restate} takes back what there is. */
    static Transfer cancelled(Order.Id order, Instant at) {
        return Transfer.of(TransferKind.ORDER_CANCELLED, order, order, at);
    }

    /** As {@link #cancelled} of an order that was never edited. */
    public static Transfer cancelled(Tenant.Id tenant, NewOrder order, Instant at) {
        return placed(tenant, order).reversed(TransferKind.ORDER_CANCELLED, at);
    }

    /** Money that came in or went back. */
    public static Transfer moved(Tenant.Id tenant, Order.Id order, OrderPayment payment) {
        return moved(tenant, new MovedMoney(order, payment, null, null, false));
    }

    /** The same through a provider's account, which keeps a fee. */
    public static Transfer moved(
            Tenant.Id tenant, Order.Id order, OrderPayment payment, TypeId account, @Nullable Money fee) {
        return moved(tenant, new MovedMoney(order, payment, account.text(), fee, false));
    }

    /** Where what comes in by this way is kept. */
    public static AccountCode accountOf(OrderPaymentMethod method) {
        return switch (method) {
            case CASH, CASH_ON_DELIVERY -> CASH;
            case BANK_TRANSFER -> BANK;
            case MOBILE_MONEY, CARD -> PROVIDER;
            case LOYALTY_POINTS -> LOYALTY_EXPENSE;
            case STORE_CREDIT -> STORE_CREDIT;
            case GIFT_CARD -> GIFT_CARD;
            case OTHER -> OTHER_MEANS;
        };
    }

    /** What a provider holds is kept by the account there; its fee is gone either way. */
    static Transfer moved(Tenant.Id tenant, MovedMoney moved) {
        OrderPayment payment = moved.payment();
        AccountCode where = accountOf(payment.method());
        boolean apart = where == PROVIDER || where == STORE_CREDIT || where == GIFT_CARD;
        String holder = apart && moved.holder() != null ? moved.holder() : tenant.text();
        Transfer transfer = switch (payment.kind()) {
            case PAYMENT ->
                Transfer.of(TransferKind.PAYMENT_RECEIVED, payment.id(), moved.order(), payment.recordedAt())
                        .debit(where, holder, payment.amount())
                        .credit(RECEIVABLE, tenant, payment.amount());
            case REFUND ->
                Transfer.of(TransferKind.PAYMENT_REFUNDED, payment.id(), moved.order(), payment.recordedAt())
                        .debit(RECEIVABLE, tenant, payment.amount())
                        .credit(where, holder, payment.amount());
        };
        Money fee = moved.fee();
        return fee == null
                ? transfer
                : transfer.debit(PAYMENT_FEES, tenant, fee).credit(where, holder, fee);
    }

    /** What a provider keeps of money that was in the book before it told. @param cause what was asked of it */
    static Transfer fee(Tenant.Id tenant, Order.Id order, TypeId cause, TypeId account, Money fee, Instant at) {
        return Transfer.of(TransferKind.PAYMENT_FEE, cause, order, at)
                .debit(PAYMENT_FEES, tenant, fee)
                .credit(PROVIDER, account, fee);
    }

    /**
     * Goods that came back.
     *
     * @param amount what they were charged, with tax
     * @param tax of it
     */
    public static Transfer returned(
            Tenant.Id tenant, Order.Id order, OrderReturn.Id id, Money amount, Money tax, Instant at) {
        return Transfer.of(TransferKind.ORDER_RETURNED, id, order, at)
                .debit(RETURNS, tenant, amount.minus(tax))
                .debit(TAX_PAYABLE, tenant, tax)
                .credit(RECEIVABLE, tenant, amount);
    }
}
