package io.merkato.storecredit;

import static io.merkato.jooq.storecredit.Tables.GIFT_CARD;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.ordering.ClosedCards;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectWhereStep;
import org.springframework.stereotype.Repository;

@Repository
class GiftCardRepository {

    /** A card to be, and what of its code is kept. */
    record Issued(GiftCard card, GiftCardCode code) {}

    private static final List<SelectField<?>> FIELDS = List.of(
            GIFT_CARD.ID,
            GIFT_CARD.AMOUNT,
            GIFT_CARD.CURRENCY,
            GIFT_CARD.LAST_FOUR,
            GIFT_CARD.RECIPIENT,
            GIFT_CARD.NOTE,
            GIFT_CARD.EXPIRES_AT,
            GIFT_CARD.DISABLED_AT,
            GIFT_CARD.DISABLED_REASON,
            GIFT_CARD.ISSUED_BY,
            GIFT_CARD.VERSION,
            GIFT_CARD.CREATED_AT,
            GIFT_CARD.UPDATED_AT);

    private final Pages pages;

    GiftCardRepository(Pages pages) {
        this.pages = pages;
    }

    private static SelectWhereStep<Record> cards(TenantContext tenant) {
        return tenant.sql().select(FIELDS).from(GIFT_CARD);
    }

    private static GiftCard card(Record row) {
        return new GiftCard(
                row.get(GIFT_CARD.ID),
                row.get(GIFT_CARD.AMOUNT).in(row.get(GIFT_CARD.CURRENCY)),
                row.get(GIFT_CARD.LAST_FOUR),
                row.get(GIFT_CARD.RECIPIENT),
                row.get(GIFT_CARD.NOTE),
                row.get(GIFT_CARD.EXPIRES_AT),
                row.get(GIFT_CARD.DISABLED_AT),
                row.get(GIFT_CARD.DISABLED_REASON),
                row.get(GIFT_CARD.ISSUED_BY),
                row.get(GIFT_CARD.VERSION),
                row.get(GIFT_CARD.CREATED_AT),
                row.get(GIFT_CARD.UPDATED_AT));
    }

    Map<GiftCard.Id, GiftCard> byId(TenantContext tenant, Collection<GiftCard.Id> ids) {
        return cards(tenant)
                .where(tenant.owns(GIFT_CARD))
                .and(Sql.isAny(GIFT_CARD.ID, ids))
                .fetchMap(GIFT_CARD.ID, GiftCardRepository::card);
    }

    /** The latest first. */
    Connection<GiftCard> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(GIFT_CARD).and(which);
        return pages.fetch(
                        tenant.id() + " gift cards",
                        cards(tenant).where(all),
                        List.of(GIFT_CARD.CREATED_AT.desc(), GIFT_CARD.ID.desc()),
                        page,
                        GiftCardRepository::card)
                .counted(tenant.sql(), selectOne().from(GIFT_CARD).where(all));
    }

    List<GiftCard> issued(TenantContext tenant, UUID issue) {
        return cards(tenant)
                .where(tenant.owns(GIFT_CARD))
                .and(GIFT_CARD.ISSUE_ID.eq(issue))
                .orderBy(GIFT_CARD.ID)
                .fetch(GiftCardRepository::card);
    }

    /** Whoever takes of a card holds it, after the order that it pays for. */
    Optional<GiftCard> lock(TenantContext tx, GiftCard.Id id) {
        return cards(tx)
                .where(tx.owns(GIFT_CARD))
                .and(GIFT_CARD.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional(GiftCardRepository::card);
    }

    Optional<GiftCard> lock(TenantContext tx, GiftCardCode code) {
        return cards(tx)
                .where(tx.owns(GIFT_CARD))
                .and(GIFT_CARD.CODE_HASH.eq(code.hash()))
                .forNoKeyUpdate()
                .fetchOptional(GiftCardRepository::card);
    }

    /** Of these ids those of cards that are disabled or have expired. */
    Map<GiftCard.Id, ClosedCards.Why> closed(TenantContext tenant, Collection<GiftCard.Id> ids, Instant now) {
        return tenant.sql()
                .select(GIFT_CARD.ID, GIFT_CARD.DISABLED_AT)
                .from(GIFT_CARD)
                .where(tenant.owns(GIFT_CARD))
                .and(Sql.isAny(GIFT_CARD.ID, ids))
                .and(GIFT_CARD.DISABLED_AT.isNotNull().or(GIFT_CARD.EXPIRES_AT.le(now)))
                .fetchMap(
                        GIFT_CARD.ID, row -> row.value2() == null ? ClosedCards.Why.EXPIRED : ClosedCards.Why.DISABLED);
    }

    void insert(TenantContext tx, UUID issue, List<Issued> issued) {
        Rows.of(issued)
                .with(GIFT_CARD.ID, each -> each.card().id())
                .with(GIFT_CARD.ISSUE_ID, each -> issue)
                .with(GIFT_CARD.CODE_HASH, each -> each.code().hash())
                .with(GIFT_CARD.LAST_FOUR, each -> each.card().lastFour())
                .with(GIFT_CARD.CURRENCY, each -> each.card().amount().currency())
                .with(GIFT_CARD.AMOUNT, each -> each.card().amount().withoutCurrency())
                .with(GIFT_CARD.RECIPIENT, each -> each.card().recipient())
                .with(GIFT_CARD.NOTE, each -> each.card().note())
                .with(GIFT_CARD.EXPIRES_AT, each -> each.card().expiresAt())
                .with(GIFT_CARD.ISSUED_BY, each -> each.card().issuedBy())
                .with(GIFT_CARD.CREATED_AT, each -> each.card().createdAt())
                .with(GIFT_CARD.UPDATED_AT, each -> each.card().updatedAt())
                .insertInto(tx, GIFT_CARD)
                .execute();
    }

    GiftCard disable(TenantContext tx, GiftCard.Id id, String reason, Instant now) {
        tx.sql()
                .update(GIFT_CARD)
                .set(GIFT_CARD.DISABLED_AT, now)
                .set(GIFT_CARD.DISABLED_REASON, reason)
                .set(GIFT_CARD.VERSION, GIFT_CARD.VERSION.plus(1))
                .set(GIFT_CARD.UPDATED_AT, now)
                .where(tx.owns(GIFT_CARD))
                .and(GIFT_CARD.ID.eq(id))
                .execute();
        return lock(tx, id).orElseThrow();
    }
}
