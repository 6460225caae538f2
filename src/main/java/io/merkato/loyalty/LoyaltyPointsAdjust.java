package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Gives points or takes them, never more than there are. */
@Controller
class LoyaltyPointsAdjust {

    private static final long MOST = 1_000_000_000;

    record Input(LoyaltyProgramme.Id programmeId, Customer.Id customerId, long points, String reason) {}

    record Payload(@Nullable LoyaltyMovement movement, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProgrammeRepository programmes;
    private final Customers customers;
    private final PointsUse use;
    private final Wallets wallets;
    private final Clock clock;

    LoyaltyPointsAdjust(
            ProgrammeRepository programmes, Customers customers, PointsUse use, Wallets wallets, Clock clock) {
        this.programmes = programmes;
        this.customers = customers;
        this.use = use;
        this.wallets = wallets;
        this.clock = clock;
    }

    @MutationMapping
    Payload loyaltyPointsAdjust(
            @Argument Input input, Idempotency once, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutateOnce(
                viewer.may(LOYALTY_MANAGE),
                once,
                Payload::refused,
                tx -> adjust(tx, input, viewer),
                (tx, id) -> new Payload(use.movement(tx, id), List.of()));
    }

    LoyaltyMovement.Id adjust(TenantContext tx, Input input, Viewer viewer) {
        if (input.points() == 0 || input.points() > MOST || input.points() < -MOST) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE,
                    "1 to " + MOST + " points are given, or taken with a minus.",
                    "input",
                    "points"));
        }
        if (programmes.byId(tx, List.of(input.programmeId())).isEmpty()) {
            throw Given.nothing("input", "programmeId");
        }
        Customer.Id customer =
                customers.hold(tx, input.customerId()).orElseThrow(() -> Given.nothing("input", "customerId"));
        Instant now = clock.instant();
        var holder = new Wallets.Holder(input.programmeId(), customer);
        Wallet wallet = use.wallet(
                tx,
                Objects.requireNonNull(wallets.open(tx, List.of(holder), now).get(holder)),
                now,
                viewer);
        LoyaltyMovement.Id made;
        if (input.points() > 0) {
            made = wallet.grant(input.points(), input.reason());
        } else {
            PointsUse.requireAvailable(wallet, -input.points());
            made = wallet.spend(LoyaltyMovement.Kind.ADJUSTED, -input.points(), null, null, input.reason())
                    .movement();
        }
        wallets.write(tx, List.of(wallet));
        tx.created(made, use.movement(tx, made.value()));
        return made;
    }
}
