package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_WRITE;
import static io.merkato.ledger.AccountCode.LOYALTY_EXPENSE;
import static io.merkato.ledger.AccountCode.STORE_CREDIT;

import io.merkato.api.Given;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Behalf;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.customer.Shoppers;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Makes store credit of points. */
@Controller
class LoyaltyPointsConvert {

    record Input(LoyaltyAccount.Id accountId, long points, Currency currency) {}

    record Payload(@Nullable LoyaltyMovement movement, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final AccountRepository accounts;
    private final Shoppers shoppers;
    private final PointsUse use;
    private final Wallets wallets;
    private final Clock clock;

    LoyaltyPointsConvert(AccountRepository accounts, Shoppers shoppers, PointsUse use, Wallets wallets, Clock clock) {
        this.accounts = accounts;
        this.shoppers = shoppers;
        this.use = use;
        this.wallets = wallets;
        this.clock = clock;
    }

    @MutationMapping
    Payload loyaltyPointsConvert(
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.ofAny(shopper, viewer, LOYALTY_WRITE);
        return tenant.mutateOnce(
                behalf.grant(),
                PointsUse.scope(once, viewer, shopper),
                Payload::refused,
                tx -> convert(tx, behalf, input, viewer),
                (tx, id) -> new Payload(use.movement(tx, id), List.of()));
    }

    LoyaltyMovement.Id convert(TenantContext tx, Behalf behalf, Input input, Viewer viewer) {
        LoyaltyAccount account = accounts.byId(tx, List.of(input.accountId())).get(input.accountId());
        if (account == null) {
            throw Given.nothing("input", "accountId");
        }
        owner(tx, behalf, account);
        Instant now = clock.instant();
        Wallet wallet = use.wallet(tx, account.id(), now, viewer);
        // Once more: a guest who signed in meanwhile is somebody else, and the account is theirs.
        Customer.Id customer = owner(tx, behalf, wallet.account());
        LoyaltyProgramme.Rate rate = wallet.programme()
                .rate(input.currency())
                .orElseThrow(() -> new Refused(Refusal.of(
                        UserErrorCode.INVALID, "Points are worth nothing in this currency.", "input", "currency")));
        Money worth = use.worth(wallet, rate, input.points());
        LoyaltyMovement.Id made = wallet.spend(LoyaltyMovement.Kind.CONVERTED, input.points(), null, worth, null)
                .movement();
        wallets.write(
                tx,
                List.of(wallet),
                List.of(Transfer.of(TransferKind.STORE_CREDIT_CONVERTED, made, customer, now)
                        .debit(LOYALTY_EXPENSE, tx.id(), worth)
                        .credit(STORE_CREDIT, customer, worth)));
        LoyaltyMovement movement = use.movement(tx, made.value());
        behalf.created(tx, made, movement);
        return made;
    }

    private Customer.Id owner(TenantContext tx, Behalf behalf, LoyaltyAccount account) {
        Customer.Id customer = account.customerId();
        if (customer == null || !behalf.reaches(tx, shoppers, customer)) {
            throw Given.nothing("input", "accountId");
        }
        return customer;
    }
}
