package io.merkato.loyalty;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.customer.Customer;
import io.merkato.ordering.Order;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Programmes, and what customers have by them. */
@Controller
class LoyaltyController {

    private final ProgrammeRepository programmes;
    private final AccountRepository accounts;

    LoyaltyController(ProgrammeRepository programmes, AccountRepository accounts) {
        this.programmes = programmes;
        this.accounts = accounts;
    }

    @QueryMapping
    CompletableFuture<@Nullable LoyaltyProgramme> loyaltyProgramme(
            @Argument LoyaltyProgramme.Id id,
            DataLoader<LoyaltyProgramme.Id, @Nullable LoyaltyProgramme> loyaltyProgrammeById) {
        return loyaltyProgrammeById.load(id);
    }

    @QueryMapping
    Connection<LoyaltyProgramme> loyaltyProgrammes(@Arguments PageArgs page, @ContextValue TenantContext tenant) {
        return programmes.page(tenant, page);
    }

    @QueryMapping
    CompletableFuture<@Nullable LoyaltyAccount> loyaltyAccount(
            @Argument LoyaltyAccount.Id id,
            DataLoader<LoyaltyAccount.Id, @Nullable LoyaltyAccount> loyaltyAccountById) {
        return loyaltyAccountById.load(id);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Store> store(
            LoyaltyProgramme programme, DataLoader<Store.Id, @Nullable Store> storeById) {
        return programme.storeId() == null ? null : storeById.load(programme.storeId());
    }

    @SchemaMapping
    boolean paused(LoyaltyProgramme programme) {
        return programme.status() == LoyaltyProgramme.Status.PAUSED;
    }

    @SchemaMapping
    CompletableFuture<Connection<LoyaltyEarnRule>> earnRules(
            LoyaltyProgramme programme,
            @Arguments PageArgs page,
            DataLoader<Children<LoyaltyProgramme.Id>, Connection<LoyaltyEarnRule>> earnRulesByProgramme,
            DataFetchingEnvironment environment) {
        return earnRulesByProgramme.load(Children.of(programme.id(), page, environment));
    }

    @SchemaMapping(typeName = "LoyaltyTier")
    BigDecimal multiplier(LoyaltyProgramme.Tier tier) {
        return tier.times();
    }

    @SchemaMapping(typeName = "LoyaltyEarnRule")
    @Nullable
    BigDecimal multiplier(LoyaltyEarnRule rule) {
        return rule.times();
    }

    @SchemaMapping(typeName = "LoyaltyEarnRule")
    @Nullable
    Long given(LoyaltyEarnRule rule) {
        return rule.budget() == null ? null : rule.given();
    }

    @SchemaMapping(typeName = "LoyaltyEarnRule")
    CompletableFuture<@Nullable LoyaltyProgramme> programme(
            LoyaltyEarnRule rule, DataLoader<LoyaltyProgramme.Id, @Nullable LoyaltyProgramme> loyaltyProgrammeById) {
        return loyaltyProgrammeById.load(rule.programmeId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Product> product(
            LoyaltyEarnRule rule, DataLoader<Product.Id, @Nullable Product> productById) {
        return rule.productId() == null ? null : productById.load(rule.productId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Category> category(
            LoyaltyEarnRule rule, DataLoader<Category.Id, @Nullable Category> categoryById) {
        return rule.categoryId() == null ? null : categoryById.load(rule.categoryId());
    }

    @BatchMapping(typeName = "Customer")
    List<List<LoyaltyAccount>> loyaltyAccounts(List<Customer> customers, @ContextValue TenantContext tenant) {
        Map<Customer.Id, List<LoyaltyAccount>> found = accounts.ofCustomers(
                tenant, customers.stream().map(Customer::id).toList());
        return customers.stream()
                .map(customer -> found.getOrDefault(customer.id(), List.of()))
                .toList();
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<@Nullable LoyaltyProgramme> programme(
            LoyaltyAccount account, DataLoader<LoyaltyProgramme.Id, @Nullable LoyaltyProgramme> loyaltyProgrammeById) {
        return loyaltyProgrammeById.load(account.programmeId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Customer> customer(
            LoyaltyAccount account, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return account.customerId() == null ? null : customerById.load(account.customerId());
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<Long> pending(
            LoyaltyAccount account, DataLoader<LoyaltyAccount.Id, LoyaltyBalances> loyaltyBalances) {
        return loyaltyBalances.load(account.id()).thenApply(LoyaltyBalances::pending);
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<Long> available(
            LoyaltyAccount account, DataLoader<LoyaltyAccount.Id, LoyaltyBalances> loyaltyBalances) {
        return loyaltyBalances.load(account.id()).thenApply(LoyaltyBalances::available);
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<Long> owed(
            LoyaltyAccount account, DataLoader<LoyaltyAccount.Id, LoyaltyBalances> loyaltyBalances) {
        return loyaltyBalances.load(account.id()).thenApply(LoyaltyBalances::owed);
    }

    @SchemaMapping
    CompletableFuture<Long> tierPoints(
            LoyaltyAccount account, DataLoader<LoyaltyAccount.Id, LoyaltyStanding> loyaltyStandings) {
        return loyaltyStandings.load(account.id()).thenApply(LoyaltyStanding::points);
    }

    @SchemaMapping
    CompletableFuture<LoyaltyProgramme.@Nullable Tier> tier(
            LoyaltyAccount account, DataLoader<LoyaltyAccount.Id, LoyaltyStanding> loyaltyStandings) {
        return loyaltyStandings.load(account.id()).thenApply(LoyaltyStanding::tier);
    }

    @SchemaMapping
    CompletableFuture<LoyaltyProgramme.@Nullable Tier> nextTier(
            LoyaltyAccount account, DataLoader<LoyaltyAccount.Id, LoyaltyStanding> loyaltyStandings) {
        return loyaltyStandings.load(account.id()).thenApply(LoyaltyStanding::next);
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<Connection<LoyaltyExpiry>> expiring(
            LoyaltyAccount account,
            @Arguments PageArgs page,
            DataLoader<Children<LoyaltyAccount.Id>, Connection<LoyaltyExpiry>> loyaltyExpiriesByAccount,
            DataFetchingEnvironment environment) {
        return loyaltyExpiriesByAccount.load(Children.of(account.id(), page, environment));
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<Connection<LoyaltyMovement>> history(
            LoyaltyAccount account,
            @Arguments PageArgs page,
            DataLoader<Children<LoyaltyAccount.Id>, Connection<LoyaltyMovement>> loyaltyHistoryByAccount,
            DataFetchingEnvironment environment) {
        return loyaltyHistoryByAccount.load(Children.of(account.id(), page, environment));
    }

    @SchemaMapping(typeName = "LoyaltyMovement")
    CompletableFuture<@Nullable LoyaltyAccount> account(
            LoyaltyMovement movement, DataLoader<LoyaltyAccount.Id, @Nullable LoyaltyAccount> loyaltyAccountById) {
        return loyaltyAccountById.load(movement.accountId());
    }

    @SchemaMapping(typeName = "LoyaltyMovement")
    @Nullable
    CompletableFuture<@Nullable Order> order(
            LoyaltyMovement movement, DataLoader<Order.Id, @Nullable Order> orderById) {
        return movement.orderId() == null ? null : orderById.load(movement.orderId());
    }
}
