package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_READ;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.customer.Shopper;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPayment;
import io.merkato.provider.AccountField;
import io.merkato.provider.DeclineReason;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
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

/** Payments, and the accounts and providers they go through. */
@Controller
class PaymentController {

    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentAccountRepository accounts;
    private final NoticeRepository notices;
    private final ProviderAccounts providers;

    PaymentController(
            PaymentRepository payments,
            OperationRepository operations,
            PaymentAccountRepository accounts,
            NoticeRepository notices,
            ProviderAccounts providers) {
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.notices = notices;
        this.providers = providers;
    }

    @QueryMapping
    CompletableFuture<@Nullable Payment> payment(
            @Argument Payment.Id id, DataLoader<Payment.Id, @Nullable Payment> paymentById) {
        return paymentById.load(id);
    }

    @QueryMapping
    Connection<Payment> payments(
            @Arguments PageArgs page,
            @Argument @Nullable PaymentWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return payments.page(tenant, PaymentReach.of(viewer).and(Where.of(where)), page);
    }

    @QueryMapping
    Collection<ProviderTerms> paymentProviders() {
        return providers.terms().values();
    }

    @QueryMapping
    CompletableFuture<@Nullable PaymentAccount> paymentAccount(
            @Argument PaymentAccount.Id id,
            @ContextValue Viewer viewer,
            DataLoader<PaymentAccount.Id, @Nullable PaymentAccount> paymentAccountById) {
        viewer.mustHold(PAYMENTS_READ);
        return paymentAccountById.load(id);
    }

    @QueryMapping
    Connection<PaymentAccount> paymentAccounts(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(PAYMENTS_READ);
        return accounts.page(tenant, page);
    }

    @QueryMapping
    Connection<PaymentNotice> paymentNotices(
            @Arguments PageArgs page,
            @Argument @Nullable PaymentNoticeWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(PAYMENTS_READ);
        return notices.page(tenant, Where.of(where), page);
    }

    @SchemaMapping(typeName = "PaymentProvider")
    List<AccountField> fields(ProviderTerms terms) {
        return providers.provider(terms.code()).orElseThrow().fields();
    }

    @SchemaMapping(typeName = "PaymentAccount")
    CompletableFuture<@Nullable ProviderTerms> provider(
            PaymentAccount account, DataLoader<String, @Nullable ProviderTerms> paymentProviderByCode) {
        return paymentProviderByCode.load(account.provider());
    }

    record Setting(String name, String value) {}

    @SchemaMapping(typeName = "PaymentAccount")
    List<Setting> settings(PaymentAccount account) {
        return account.settings().entrySet().stream()
                .map(each -> new Setting(each.getKey(), each.getValue()))
                .toList();
    }

    @SchemaMapping(typeName = "PaymentAccount")
    List<String> secrets(PaymentAccount account) {
        return account.secretNames();
    }

    @SchemaMapping(typeName = "PaymentAccount")
    String noticeUrl(PaymentAccount account) {
        return providers.noticeUrl(account.id()).toString();
    }

    @BatchMapping(typeName = "Store")
    List<List<PaymentOption>> paymentOptions(List<Store> stores, @ContextValue TenantContext tenant) {
        Map<String, ProviderTerms> terms = providers.terms();
        Map<Store.Id, List<PaymentAccount>> offered =
                accounts.offeredBy(tenant, stores.stream().map(Store::id).toList());
        return stores.stream()
                .map(store -> offered.getOrDefault(store.id(), List.of()).stream()
                        .filter(account -> terms.containsKey(account.provider()) && providers.isForShoppers(account))
                        .map(account -> PaymentOption.of(account, terms))
                        .toList())
                .toList();
    }

    @BatchMapping(typeName = "Order")
    List<List<Payment>> providerPayments(
            List<Order> orders,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Map<Order.Id, List<Payment>> found =
                payments.ofOrders(tenant, orders.stream().map(Order::id).toList());
        return orders.stream()
                .map(order -> found.getOrDefault(order.id(), List.of()).stream()
                        .filter(payment -> viewer.hasIn(PAYMENTS_READ, payment.storeId())
                                || payment.customerId() != null && shopper.mine(payment.customerId()))
                        .toList())
                .toList();
    }

    @SchemaMapping(typeName = "OrderPayment")
    CompletableFuture<@Nullable Payment> payment(
            OrderPayment moved, DataLoader<Payment.Id, @Nullable Payment> paymentById) {
        return moved.through() == null
                ? CompletableFuture.completedFuture(null)
                : paymentById.load(new Payment.Id(TypeId.parse("payment", moved.through())));
    }

    @SchemaMapping(typeName = "Payment")
    CompletableFuture<@Nullable Order> order(Payment payment, DataLoader<Order.Id, @Nullable Order> orderById) {
        return orderById.load(payment.orderId());
    }

    @SchemaMapping(typeName = "Payment")
    CompletableFuture<@Nullable PaymentOption> option(
            Payment payment, DataLoader<PaymentAccount.Id, @Nullable PaymentOption> paymentOptionById) {
        return paymentOptionById.load(payment.accountId());
    }

    @SchemaMapping(typeName = "Payment")
    Money pending(Payment payment) {
        return payment.figures().pending();
    }

    @SchemaMapping(typeName = "Payment")
    Money authorised(Payment payment) {
        return payment.figures().authorised();
    }

    @SchemaMapping(typeName = "Payment")
    Money captured(Payment payment) {
        return payment.figures().captured();
    }

    @SchemaMapping(typeName = "Payment")
    Money refunded(Payment payment) {
        return payment.figures().refunded();
    }

    @SchemaMapping(typeName = "Payment")
    Money voided(Payment payment) {
        return payment.figures().voided();
    }

    @SchemaMapping(typeName = "Payment")
    Money chargedBack(Payment payment) {
        return payment.figures().chargedBack();
    }

    @SchemaMapping(typeName = "Payment")
    Money fee(Payment payment) {
        return payment.figures().fee();
    }

    @BatchMapping(typeName = "Payment", field = "operations")
    List<List<PaymentOperation>> operationsOf(List<Payment> of, @ContextValue TenantContext tenant) {
        return each(of, operations.ofPayments(tenant, ids(of)));
    }

    @BatchMapping(typeName = "Payment", field = "events")
    List<List<PaymentEvent>> eventsOf(List<Payment> of, @ContextValue TenantContext tenant) {
        return each(of, operations.eventsOf(tenant, ids(of)));
    }

    /** The schema knows tenants, no merchants. */
    @SchemaMapping(typeName = "PaymentOperation")
    @Nullable
    String declineReason(PaymentOperation operation) {
        return operation.declineReason() == DeclineReason.MERCHANT_ACCOUNT
                ? "OWN_ACCOUNT"
                : operation.declineReason() == null
                        ? null
                        : operation.declineReason().name();
    }

    @SchemaMapping(typeName = "PaymentNotice")
    CompletableFuture<@Nullable Payment> payment(
            PaymentNotice notice, DataLoader<Payment.Id, @Nullable Payment> paymentById) {
        return notice.paymentId() == null
                ? CompletableFuture.completedFuture(null)
                : paymentById.load(notice.paymentId());
    }

    @SchemaMapping(typeName = "PaymentNotice")
    CompletableFuture<@Nullable PaymentAccount> account(
            PaymentNotice notice, DataLoader<PaymentAccount.Id, @Nullable PaymentAccount> paymentAccountById) {
        return paymentAccountById.load(notice.accountId());
    }

    private static List<Payment.Id> ids(List<Payment> payments) {
        return payments.stream().map(Payment::id).toList();
    }

    private static <T> List<List<T>> each(List<Payment> payments, Map<Payment.Id, List<T>> found) {
        return payments.stream()
                .map(payment -> found.getOrDefault(payment.id(), List.of()))
                .toList();
    }
}
