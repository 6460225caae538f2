package io.merkato.loyalty;

import static io.merkato.ledger.AccountCode.CASHBACK_OWED;
import static io.merkato.ledger.AccountCode.CASHBACK_PENDING;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Ledger;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What customers get as store credit for what they pay. */
@Controller
class CashbackController {

    private final Ledger ledger;

    CashbackController(Ledger ledger) {
        this.ledger = ledger;
    }

    @SchemaMapping(typeName = "LoyaltyRate")
    @Nullable
    BigDecimal cashback(LoyaltyProgramme.Rate rate) {
        return rate.cashback() == null ? null : rate.cashback().percent();
    }

    @BatchMapping(typeName = "LoyaltyAccount")
    List<List<Money>> cashbackPending(List<LoyaltyAccount> of, @ContextValue TenantContext tenant) {
        return held(of, CASHBACK_PENDING, tenant);
    }

    @BatchMapping(typeName = "LoyaltyAccount")
    List<List<Money>> cashbackOwed(List<LoyaltyAccount> of, @ContextValue TenantContext tenant) {
        return held(of, CASHBACK_OWED, tenant);
    }

    private List<List<Money>> held(List<LoyaltyAccount> of, AccountCode code, TenantContext tenant) {
        List<Ledger.Held> held =
                ledger.held(tenant, of.stream().map(LoyaltyAccount::id).toList(), EnumSet.of(code));
        return of.stream()
                .map(account -> held.stream()
                        .filter(each -> each.units() != 0
                                && each.holder().equals(account.id().text()))
                        .map(each -> new Money(each.units(), Currency.getInstance(each.unit())))
                        .sorted((a, b) -> a.currency()
                                .getCurrencyCode()
                                .compareTo(b.currency().getCurrencyCode()))
                        .toList())
                .toList();
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<Connection<LoyaltyCashback>> cashback(
            LoyaltyAccount account,
            @Arguments PageArgs page,
            DataLoader<Children<LoyaltyAccount.Id>, Connection<LoyaltyCashback>> loyaltyCashbackByAccount,
            DataFetchingEnvironment environment) {
        return loyaltyCashbackByAccount.load(Children.of(account.id(), page, environment));
    }

    @SchemaMapping(typeName = "LoyaltyCashback")
    CompletableFuture<@Nullable LoyaltyAccount> account(
            LoyaltyCashback cashback, DataLoader<LoyaltyAccount.Id, @Nullable LoyaltyAccount> loyaltyAccountById) {
        return loyaltyAccountById.load(cashback.accountId());
    }

    @SchemaMapping(typeName = "LoyaltyCashback")
    CompletableFuture<@Nullable Order> order(
            LoyaltyCashback cashback, DataLoader<Order.Id, @Nullable Order> orderById) {
        return orderById.load(cashback.orderId());
    }
}
