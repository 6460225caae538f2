package io.merkato.storecredit;

import static java.util.stream.Collectors.toMap;

import io.merkato.api.TypeId;
import io.merkato.ordering.ClosedCards;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Cards that are disabled or have expired. */
@Component
class ClosedGiftCards implements ClosedCards {

    private final GiftCardRepository cards;
    private final Clock clock;

    ClosedGiftCards(GiftCardRepository cards, Clock clock) {
        this.cards = cards;
        this.clock = clock;
    }

    @Override
    public Map<String, Why> closed(TenantContext tenant, Collection<String> ids) {
        return cards
                .closed(
                        tenant,
                        ids.stream()
                                .map(id -> new GiftCard.Id(TypeId.parse("gift_card", id)))
                                .toList(),
                        clock.instant())
                .entrySet()
                .stream()
                .collect(toMap(card -> card.getKey().text(), Map.Entry::getValue));
    }
}
