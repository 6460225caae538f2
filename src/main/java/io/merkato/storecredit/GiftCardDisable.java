package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** From now on the card pays for nothing; what is on it stays owed. */
@Controller
class GiftCardDisable {

    record Input(String reason) {}

    record Payload(@Nullable GiftCard giftCard, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final GiftCardRepository cards;
    private final Clock clock;

    GiftCardDisable(GiftCardRepository cards, Clock clock) {
        this.cards = cards;
        this.clock = clock;
    }

    @MutationMapping
    Payload giftCardDisable(
            @Argument GiftCard.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(STORE_CREDIT_WRITE), Payload::refused, tx -> {
            GiftCard before = cards.lock(tx, id).orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, before.version());
            if (before.isDisabled()) {
                throw new Refused(Refusal.of(UserErrorCode.CONFLICT, "It is disabled.", "id"));
            }
            GiftCard after = cards.disable(tx, id, input.reason().strip(), clock.instant());
            tx.changes(id, Logged.OfGiftCard.of(before), Logged.OfGiftCard.of(after));
            return new Payload(after, List.of());
        });
    }
}
