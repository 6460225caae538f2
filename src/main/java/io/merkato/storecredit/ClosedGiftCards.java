package io.merkato.storecredit;

import io.merkato.api.TypeId;
import io.merkato.ordering.ClosedCards;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
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
    public Set<String> closed(TenantContext tenant, Collection<String> ids) {
        return cards
                .closed(
                        tenant,
                        ids.stream()
                                .map(id -> new GiftCard.Id(TypeId.parse("gift_card", id)))
                                .toList(),
                        clock.instant())
                .stream()
                .map(GiftCard.Id::text)
                .collect(Collectors.toSet());
    }
}
