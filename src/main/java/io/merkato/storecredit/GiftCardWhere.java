package io.merkato.storecredit;

import static io.merkato.jooq.storecredit.Tables.GIFT_CARD;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which gift cards, as the schema's input of this name says. */
record GiftCardWhere(
        @Nullable List<GiftCardWhere> and,
        @Nullable List<GiftCardWhere> or,
        @Nullable GiftCardWhere not,
        @Nullable String lastFour,
        @Nullable Boolean disabled,
        @Nullable DateTimeRange expiresAt,
        @Nullable DateTimeRange createdAt)
        implements Where<GiftCardWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(lastFour == null ? noCondition() : GIFT_CARD.LAST_FOUR.eq(GiftCardCode.normalised(lastFour)))
                .and(
                        disabled == null
                                ? noCondition()
                                : disabled ? GIFT_CARD.DISABLED_AT.isNotNull() : GIFT_CARD.DISABLED_AT.isNull())
                .and(expiresAt == null ? noCondition() : expiresAt.on(GIFT_CARD.EXPIRES_AT))
                .and(createdAt == null ? noCondition() : createdAt.on(GIFT_CARD.CREATED_AT));
    }
}
