package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_READ;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.StatementLine;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Store credit, and what happened to it and to gift cards, which is read in the ledger. */
@Controller
class StoreCreditController {

    private final StoreCreditRepository credits;

    StoreCreditController(StoreCreditRepository credits) {
        this.credits = credits;
    }

    /** None where somebody may see the customer but not what they have. */
    @BatchMapping(typeName = "Customer")
    List<List<StoreCredit>> storeCredit(
            List<Customer> customers,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        List<Customer.Id> seen = customers.stream()
                .map(Customer::id)
                .filter(customer -> viewer.has(STORE_CREDIT_READ) || shopper.mine(customer))
                .toList();
        Map<Customer.Id, List<StoreCredit>> found = seen.isEmpty() ? Map.of() : credits.ofCustomers(tenant, seen);
        return customers.stream()
                .map(customer -> found.getOrDefault(customer.id(), List.of()))
                .toList();
    }

    @SchemaMapping(typeName = "StoreCredit")
    CompletableFuture<Connection<StatementLine>> history(
            StoreCredit credit,
            @Arguments PageArgs page,
            DataLoader<Children<LedgerAccount.Id>, Connection<StatementLine>> creditHistoryByAccount,
            DataFetchingEnvironment environment) {
        return creditHistoryByAccount.load(Children.of(credit.accountId(), page, environment));
    }

    @SchemaMapping(typeName = "CreditEntry")
    CreditEntryKind kind(StatementLine line) {
        return CreditEntryKind.of(line.kind());
    }

    /** What a customer has is what the tenant owes: a credit is more. */
    @SchemaMapping(typeName = "CreditEntry")
    Money amount(StatementLine line) {
        return Money.zero(line.amount().currency()).minus(line.amount());
    }

    @SchemaMapping(typeName = "CreditEntry")
    @Nullable
    CompletableFuture<@Nullable Order> order(StatementLine line, DataLoader<Order.Id, @Nullable Order> orderById) {
        return switch (CreditEntryKind.of(line.kind())) {
            case PAID, REFUNDED, CASHBACK -> orderById.load(new Order.Id(TypeId.parse("order", line.subject())));
            case ISSUED, ADJUSTED, REDEEMED, CONVERTED, MERGED, OTHER -> null;
        };
    }

    @SchemaMapping(typeName = "CreditEntry")
    @Nullable
    CompletableFuture<@Nullable String> reason(
            StatementLine line, DataLoader<StoreCreditChange.Id, @Nullable StoreCreditChange> storeCreditChangeById) {
        return line.kind() != TransferKind.STORE_CREDIT_ADJUSTED
                ? null
                : storeCreditChangeById.load(change(line)).thenApply(change -> change == null ? null : change.reason());
    }

    @SchemaMapping(typeName = "CreditEntry")
    @Nullable
    CompletableFuture<@Nullable GiftCard> giftCard(
            StatementLine line,
            DataLoader<StoreCreditChange.Id, @Nullable StoreCreditChange> storeCreditChangeById,
            DataLoader<GiftCard.Id, @Nullable GiftCard> giftCardById) {
        return line.kind() != TransferKind.GIFT_CARD_REDEEMED
                ? null
                : storeCreditChangeById
                        .load(change(line))
                        .thenCompose(change -> change == null || change.giftCardId() == null
                                ? CompletableFuture.completedFuture(null)
                                : giftCardById.load(change.giftCardId()));
    }

    @SchemaMapping(typeName = "CreditEntry")
    @Nullable
    CompletableFuture<@Nullable Customer> customer(
            StatementLine line,
            DataLoader<StoreCreditChange.Id, @Nullable StoreCreditChange> storeCreditChangeById,
            DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return line.kind() != TransferKind.GIFT_CARD_REDEEMED
                ? null
                : storeCreditChangeById
                        .load(change(line))
                        .thenCompose(change -> change == null || change.customerId() == null
                                ? CompletableFuture.completedFuture(null)
                                : customerById.load(change.customerId()));
    }

    private static StoreCreditChange.Id change(StatementLine line) {
        return new StoreCreditChange.Id(TypeId.parse("store_credit_change", line.reference()));
    }
}
