package io.merkato.payment;

import io.merkato.api.Owned;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.provider.ProviderRequest;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is paid of an order by an account at a provider, or was tried to.
 *
 * @param reference what the provider calls it; null until it told
 * @param payer the phone that is asked, in E.164
 * @param figures sums of what happened and what is under way
 * @param expiresAt when the provider lets go of what it holds; null of what it never held
 */
public record Payment(
        Id id,
        Order.Id orderId,
        Store.Id storeId,
        Customer.@Nullable Id customerId,
        PaymentAccount.Id accountId,
        Money amount,
        boolean captureLater,
        PaymentState state,
        @Nullable String reference,
        @Nullable String payer,
        @Nullable String returnUrl,
        @Nullable PaymentNextStep nextStep,
        PaymentFigures figures,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant updatedAt)
        implements Owned {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "payment";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    @Override
    public Customer.@Nullable Id owner() {
        return customerId;
    }

    @Override
    public Store.Id ownerStore() {
        return storeId;
    }

    /** With what the provider calls it; null for as before. */
    Payment called(@Nullable String name) {
        return name == null
                ? this
                : new Payment(
                        id,
                        orderId,
                        storeId,
                        customerId,
                        accountId,
                        amount,
                        captureLater,
                        state,
                        name,
                        payer,
                        returnUrl,
                        nextStep,
                        figures,
                        expiresAt,
                        createdAt,
                        updatedAt);
    }

    /** Whether anything is held that was neither taken nor let go of. */
    boolean isHolding() {
        return figures.authorised()
                        .minus(figures.captured())
                        .minus(figures.voided())
                        .minorUnits()
                > 0;
    }

    boolean hasExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** What is held and can still be taken. */
    Money toCapture() {
        return figures.authorised()
                .minus(figures.captured())
                .minus(figures.voided())
                .minus(figures.capturing());
    }

    /** What was taken and nobody gives back, whoever has it by now. */
    Money toGiveBack() {
        return figures.captured().minus(figures.refunded()).minus(figures.refunding());
    }

    /** What was taken and can still be given back. */
    Money toRefund() {
        return toGiveBack().minus(figures.chargedBack());
    }

    /** What was taken and the payer has not had taken back. */
    Money toBeTakenBack() {
        return figures.captured().minus(figures.chargedBack());
    }

    /** Why it cannot have been done as the provider says; null where it can. */
    @Nullable
    String contradicts(PaymentOperation operation, Money amount) {
        if (!amount.currency().equals(operation.amount().currency())
                || amount.minorUnits() <= 0
                || amount.compareTo(operation.amount()) > 0) {
            return "The provider says " + amount.amount() + " " + amount.currency() + " of "
                    + operation.amount().amount() + " " + operation.amount().currency() + ".";
        }
        return operation.kind() == ProviderRequest.Kind.VOID ? beyond(operation, amount) : null;
    }

    /** What is to be looked at where the provider did after all what was taken as not done, and less is left by now; null where nothing is. */
    @Nullable
    String beyond(PaymentOperation operation, Money amount) {
        if (operation.status().isOpen() || operation.isPayment()) {
            return null;
        }
        return operation.kind() == ProviderRequest.Kind.REFUND ? beyondLeft(amount) : beyond(amount, toCapture());
    }

    /** As above, of what is given back. */
    @Nullable
    String beyondLeft(Money amount) {
        return beyond(amount, toGiveBack());
    }

    private static @Nullable String beyond(Money amount, Money left) {
        return amount.compareTo(left) <= 0
                ? null
                : "It was taken as not done, and the provider has done it: " + amount.amount() + " " + amount.currency()
                        + " where " + left.amount() + " were left.";
    }
}
