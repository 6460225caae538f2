package io.merkato.storecredit;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.NOT_FOUND;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.identity.CodeTries;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What whoever knows a gift card's code does with it. Wrong codes are counted. */
@Component
class GiftCards {

    private static final List<String> CODE = List.of("input", "code");

    private final GiftCardRepository cards;
    private final CodeTries tries;
    private final Clock clock;

    GiftCards(GiftCardRepository cards, CodeTries tries, Clock clock) {
        this.cards = cards;
        this.tries = tries;
        this.clock = clock;
    }

    /** @param mutation answers {@code NOT_FOUND} for the code where it is wrong */
    <P extends MutationPayload> P counted(
            TenantContext tenant, Viewer viewer, Shopper shopper, boolean byStaff, Supplier<P> mutation) {
        CodeTries.Tried tried = tries.take(tenant, viewer, byStaff ? null : shopper.customerId());
        P payload;
        try {
            payload = mutation.get();
        } catch (RuntimeException e) {
            // Not for its code.
            tries.right(tried);
            throw e;
        }
        if (payload.userErrors().stream().noneMatch(error -> error.code() == NOT_FOUND && CODE.equals(error.path()))) {
            tries.right(tried);
        }
        return payload;
    }

    /** The card, locked, which may be disabled or have expired. */
    GiftCard any(TenantContext tx, GiftCard.Id id) {
        return cards.lock(tx, id).orElseThrow(() -> Given.nothing("input", "giftCardId"));
    }

    /** The card that has this code, locked, and can be spent. */
    GiftCard spendable(TenantContext tx, GiftCardCode code) {
        GiftCard card = cards.lock(tx, code).orElseThrow(() -> Given.nothing("input", "code"));
        if (card.isDisabled()) {
            throw new Refused(Refusal.of(NOT_ALLOWED, "This gift card is disabled.", "input", "code"));
        }
        if (card.isExpired(clock.instant())) {
            throw new Refused(Refusal.of(NOT_ALLOWED, "This gift card has expired.", "input", "code"));
        }
        return card;
    }
}
