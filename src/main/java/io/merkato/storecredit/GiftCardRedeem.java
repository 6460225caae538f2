package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_WRITE;
import static io.merkato.ledger.AccountCode.GIFT_CARD;
import static io.merkato.ledger.AccountCode.STORE_CREDIT;

import io.merkato.api.Given;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Behalf;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.customer.Shopper;
import io.merkato.customer.Shoppers;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Makes a customer's store credit of what is on a gift card, by its code. */
@Controller
class GiftCardRedeem {

    record Input(
            @Nullable GiftCardCode code,
            GiftCard.@Nullable Id giftCardId,
            @Nullable MoneyInput amount,
            Customer.@Nullable Id customerId) {

        /** The member that says which card. */
        String which() {
            return giftCardId == null ? "code" : "giftCardId";
        }
    }

    /** @param amount what was redeemed */
    record Payload(
            @Nullable StoreCredit storeCredit, @Nullable Money amount, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final GiftCards cards;
    private final StoreCreditRepository credits;
    private final Customers customers;
    private final Shoppers shoppers;
    private final Ledger ledger;
    private final Clock clock;

    GiftCardRedeem(
            GiftCards cards,
            StoreCreditRepository credits,
            Customers customers,
            Shoppers shoppers,
            Ledger ledger,
            Clock clock) {
        this.cards = cards;
        this.credits = credits;
        this.customers = customers;
        this.shoppers = shoppers;
        this.ledger = ledger;
        this.clock = clock;
    }

    @MutationMapping
    Payload giftCardRedeem(
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.of(shopper, viewer, STORE_CREDIT_WRITE, input.customerId());
        if ((input.code() == null) == (input.giftCardId() == null)) {
            return Payload.refused(List.of(Refusal.of(
                    input.code() == null ? UserErrorCode.REQUIRED : UserErrorCode.INVALID,
                    "Say which card: either by its code or by its id.",
                    "input",
                    input.which())));
        }
        if (input.giftCardId() != null && !behalf.byStaff()) {
            return Payload.refused(List.of(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "By its id only staff redeem a card, for a customer whom they name.",
                    "input",
                    "giftCardId")));
        }
        if (!behalf.byStaff() && !shopper.isSignedIn()) {
            return Payload.refused(List.of(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "Sign in to keep it as store credit, or pay an order with the card.",
                    "input",
                    "code")));
        }
        Supplier<Payload> redeemed = () -> tenant.mutateOnce(
                behalf.grant(), once, Payload::refused, tx -> redeem(tx, input, behalf, viewer), (tx, id) -> {
                    StoreCreditChange made = credits.change(tx, new StoreCreditChange.Id(id));
                    return new Payload(credits.after(tx, made), made.amount(), List.of());
                });
        return input.code() == null
                ? redeemed.get()
                : cards.counted(tenant, viewer, shopper, behalf.byStaff(), redeemed);
    }

    private StoreCreditChange.Id redeem(TenantContext tx, Input input, Behalf behalf, Viewer viewer) {
        Customer.Id customer = customer(tx, behalf);
        GiftCard card = input.giftCardId() == null
                ? cards.spendable(tx, Objects.requireNonNull(input.code()))
                : cards.any(tx, input.giftCardId());
        Money amount = amount(input, credits.of(tx, card));
        var change = new StoreCreditChange(
                new StoreCreditChange.Id(Uuid7.next()),
                customer,
                StoreCreditChange.Kind.REDEEMED,
                amount,
                null,
                card.id(),
                viewer.actor().name(),
                clock.instant());
        credits.insert(tx, change);
        ledger.post(
                tx,
                List.of(Transfer.of(TransferKind.GIFT_CARD_REDEEMED, change.id(), customer, change.changedAt())
                        .debit(GIFT_CARD, card.id(), amount)
                        .credit(STORE_CREDIT, customer, amount)));
        behalf.created(tx, change.id(), change);
        return change.id();
    }

    /** What is given, or all there is. */
    private static Money amount(Input input, Money there) {
        if (there.minorUnits() == 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE, "Nothing is left on this gift card.", "input", input.which()));
        }
        MoneyInput given = input.amount();
        if (given == null) {
            return there;
        }
        Money amount = given.money("input", "amount");
        if (!amount.currency().equals(there.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID,
                    "The gift card is in " + there.currency() + ".",
                    "input",
                    "amount",
                    "currency"));
        }
        if (amount.minorUnits() == 0 || amount.compareTo(there) > 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE,
                    "An amount is above 0, and no more than the " + there.amount() + " " + there.currency()
                            + " that are left.",
                    "input",
                    "amount"));
        }
        return amount;
    }

    /** Whom staff name is held, so that a guest who signs in meanwhile takes it along. */
    private Customer.Id customer(TenantContext tx, Behalf behalf) {
        Customer.Id named = behalf.customer(tx, shoppers, "input", "customerId");
        if (!behalf.byStaff()) {
            return named;
        }
        return customers.hold(tx, named).orElseThrow(() -> Given.nothing("input", "customerId"));
    }
}
