package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_WRITE;
import static io.merkato.ledger.AccountCode.CREDIT_GRANTED;
import static io.merkato.ledger.AccountCode.GIFT_CARD;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.OrderLedger;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Makes gift cards. Their codes are shown by the answer and kept nowhere; whoever lost the answer gets it again by the same key. */
@Controller
class GiftCardsIssue {

    private static final int MOST = 100;

    record Input(List<Card> cards, @Nullable OrderPaymentMethod paidBy) {}

    record Card(
            MoneyInput amount,
            @Nullable String recipient,
            @Nullable String note,
            @Nullable Instant expiresAt) {}

    record Payload(@Nullable List<IssuedGiftCard> issued, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    /** Cards that were issued together. */
    private record Issue(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "gift_card_issue";
        }
    }

    private record Placed(GiftCardRepository.Issued issued, int place) {
        GiftCard card() {
            return issued.card();
        }
    }

    private final GiftCardRepository cards;
    private final GiftCardCodes codes;
    private final Ledger ledger;
    private final Clock clock;

    GiftCardsIssue(GiftCardRepository cards, GiftCardCodes codes, Ledger ledger, Clock clock) {
        this.cards = cards;
        this.codes = codes;
        this.ledger = ledger;
        this.clock = clock;
    }

    @MutationMapping
    Payload giftCardsIssue(
            @Argument Input input, Idempotency once, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutateOnce(
                viewer.may(STORE_CREDIT_WRITE),
                once,
                Payload::refused,
                tx -> issue(tx, input, viewer),
                (tx, id) -> new Payload(
                        cards.issued(tx, id).stream()
                                .map(card -> new IssuedGiftCard(
                                        card, codes.of(tx, card.id()).shown()))
                                .toList(),
                        List.of()));
    }

    private Issue issue(TenantContext tx, Input input, Viewer viewer) {
        if (input.cards().isEmpty() || input.cards().size() > MOST) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE, "1 to " + MOST + " cards are issued at once.", "input", "cards"));
        }
        if (input.paidBy() != null && !input.paidBy().isRecorded()) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID, "Money came in for them, or they are given away.", "input", "paidBy"));
        }
        var issue = new Issue(Uuid7.next());
        Instant now = clock.instant();
        var placed = new ArrayList<Placed>();
        List<UUID> ids = Uuid7.next(input.cards().size());
        for (int i = 0; i < ids.size(); i++) {
            var id = new GiftCard.Id(ids.get(i));
            GiftCardCode code = codes.of(tx, id);
            placed.add(new Placed(
                    new GiftCardRepository.Issued(card(id, input.cards().get(i), i, code, viewer, now), code), i));
        }
        tx.write(placed, each -> List.of("input", "cards", "" + each.place()), some -> {
            cards.insert(tx, issue.value(), some.stream().map(Placed::issued).toList());
            return some.size();
        });
        AccountCode by = input.paidBy() == null ? CREDIT_GRANTED : OrderLedger.accountOf(input.paidBy());
        ledger.post(
                tx,
                placed.stream()
                        .map(Placed::card)
                        .map(card -> Transfer.of(TransferKind.GIFT_CARD_ISSUED, card.id(), card.id(), now)
                                .debit(by, tx.id(), card.amount())
                                .credit(GIFT_CARD, card.id(), card.amount()))
                        .toList());
        placed.forEach(each -> tx.created(each.card().id(), Logged.OfGiftCard.of(each.card())));
        return issue;
    }

    private static GiftCard card(GiftCard.Id id, Card given, int place, GiftCardCode code, Viewer viewer, Instant now) {
        Money amount = given.amount().money("input", "cards", "" + place, "amount");
        return new GiftCard(
                id,
                amount,
                code.lastFour(),
                stripped(given.recipient()),
                stripped(given.note()),
                given.expiresAt(),
                null,
                null,
                viewer.actor().name(),
                1,
                now,
                now);
    }

    private static @Nullable String stripped(@Nullable String given) {
        return given == null ? null : given.strip();
    }
}
