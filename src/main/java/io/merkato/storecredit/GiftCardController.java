package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_READ;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.StatementLine;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class GiftCardController {

    private final GiftCardRepository cards;
    private final Clock clock;

    GiftCardController(GiftCardRepository cards, Clock clock) {
        this.cards = cards;
        this.clock = clock;
    }

    @QueryMapping
    CompletableFuture<@Nullable GiftCard> giftCard(
            @Argument GiftCard.Id id,
            @ContextValue Viewer viewer,
            DataLoader<GiftCard.Id, @Nullable GiftCard> giftCardById) {
        viewer.mustHold(STORE_CREDIT_READ);
        return giftCardById.load(id);
    }

    @QueryMapping
    Connection<GiftCard> giftCards(
            @Arguments PageArgs page,
            @Argument @Nullable GiftCardWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(STORE_CREDIT_READ);
        return cards.page(tenant, Where.of(where), page);
    }

    @SchemaMapping
    GiftCardStatus status(GiftCard card) {
        return card.isDisabled()
                ? GiftCardStatus.DISABLED
                : card.isExpired(clock.instant()) ? GiftCardStatus.EXPIRED : GiftCardStatus.ACTIVE;
    }

    @SchemaMapping(typeName = "GiftCard")
    CompletableFuture<Money> balance(GiftCard card, DataLoader<GiftCard.Id, Ledger.@Nullable Held> giftCardBalances) {
        return giftCardBalances
                .load(card.id())
                .thenApply(held ->
                        held == null ? Money.zero(card.amount().currency()) : StoreCreditRepository.money(held));
    }

    @SchemaMapping(typeName = "GiftCard")
    CompletableFuture<@Nullable Connection<StatementLine>> history(
            GiftCard card,
            @Arguments PageArgs page,
            DataLoader<GiftCard.Id, Ledger.@Nullable Held> giftCardBalances,
            DataLoader<Children<LedgerAccount.Id>, @Nullable Connection<StatementLine>> creditHistoryByAccount,
            DataFetchingEnvironment environment) {
        return giftCardBalances
                .load(card.id())
                .thenCompose(held -> held == null
                        ? CompletableFuture.completedFuture(null)
                        : creditHistoryByAccount.load(Children.of(held.account(), page, environment)));
    }
}
