package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_WRITE;
import static io.merkato.api.Permission.STORE_CREDIT_WRITE;
import static java.util.Objects.requireNonNull;

import io.merkato.api.Given;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.money.Money;
import io.merkato.ordering.MoneyBack;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPayment;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.Orders;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/**
 * Gives back of what an order holds, spread over what paid for it. All that needs no provider is done with the decision; providers are asked after it is
 * committed, as {@code paymentRefund} asks them.
 */
@Controller
class OrderRefundCreate {

    record Payload(@Nullable OrderRefund refund, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    record Preview(
            @Nullable Money refundable,
            @Nullable Money refundableAsStoreCredit,
            List<OrderRefundPart> parts,
            @Nullable Instant storeCreditUntil,
            List<UserError> problems) {}

    private final Orders orders;
    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentAccountRepository accounts;
    private final ProviderAccounts providers;
    private final OrderRefundRepository refunds;
    private final PaymentAsking asking;
    private final PaymentSettlement settlement;
    private final Customers customers;
    private final Clock clock;

    OrderRefundCreate(
            Orders orders,
            PaymentRepository payments,
            OperationRepository operations,
            PaymentAccountRepository accounts,
            ProviderAccounts providers,
            OrderRefundRepository refunds,
            PaymentAsking asking,
            PaymentSettlement settlement,
            Customers customers,
            Clock clock) {
        this.orders = orders;
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.providers = providers;
        this.refunds = refunds;
        this.asking = asking;
        this.settlement = settlement;
        this.customers = customers;
        this.clock = clock;
    }

    @QueryMapping
    Preview orderRefundPreview(
            @Argument OrderRefundInput input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Optional<Order> order = find(tenant, viewer, input.orderId());
        if (order.isEmpty()) {
            return new Preview(null, null, List.of(), null, List.of(Refusal.notFound("input", "orderId")));
        }
        RefundPlan plan = plan(tenant, order.get(), viewer, providers.terms());
        Money most = plan.most();
        Money mostAsCredit = plan.mostAsCredit();
        try {
            List<RefundPlan.Part> parts = plan.spread(input.to(), input.money(), input.credit());
            return new Preview(
                    most,
                    mostAsCredit,
                    planned(parts),
                    creditUntil(tenant, parts, order.get().customerId()),
                    List.of());
        } catch (Refused refused) {
            return new Preview(most, mostAsCredit, List.of(), null, refused.errors());
        }
    }

    private @Nullable Instant creditUntil(
            TenantContext tenant, List<RefundPlan.Part> parts, Customer.@Nullable Id customer) {
        boolean gives = parts.stream()
                .anyMatch(part -> part.through() == null && part.means().method() == OrderPaymentMethod.STORE_CREDIT);
        return gives && customer != null ? customers.rememberedUntil(tenant, customer, clock.instant()) : null;
    }

    private static List<OrderRefundPart> planned(List<RefundPlan.Part> parts) {
        return parts.stream()
                .map(part -> part.through() == null
                        ? new OrderRefundPart(
                                part.means().method(),
                                part.amount(),
                                Money.zero(part.amount().currency()),
                                OrderRefundPartStatus.PLANNED,
                                OrderRefundRepository.paymentOf(
                                        part.means().method(), part.means().through()),
                                part.means().reference())
                        : new OrderRefundPart(
                                part.through().does().method(),
                                part.amount(),
                                Money.zero(part.amount().currency()),
                                OrderRefundPartStatus.PLANNED,
                                part.through().payment().id(),
                                null))
                .toList();
    }

    @MutationMapping
    Payload orderRefundCreate(
            @Argument OrderRefundInput input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Order> order = find(tenant, viewer, input.orderId());
        if (order.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "orderId")));
        }
        UUID lease = Uuid7.next();
        Map<String, ProviderTerms> terms = providers.knownTerms();
        Payload payload = tenant.mutateOnce(
                viewer.mayIn(PAYMENTS_WRITE, order.get().storeId()),
                once,
                Payload::refused,
                tx -> give(tx, input, viewer, terms, lease),
                (tx, id) -> new Payload(
                        refunds.byId(tx, List.of(new OrderRefund.Id(id))).get(new OrderRefund.Id(id)), List.of()));
        return payload.refund() == null || ask(tenant, payload.refund().id(), lease)
                ? payload
                : Payload.refused(List.of(Refusal.of(
                        UserErrorCode.IDEMPOTENCY_IN_PROGRESS,
                        "The provider is being asked. Send this again in a moment.")));
    }

    /** Whether nobody else is at it. */
    private boolean ask(TenantContext tenant, OrderRefund.Id refund, UUID lease) {
        boolean free = true;
        for (PaymentOperation.Id id : refunds.operationsOf(tenant, refund)) {
            PaymentOperation operation = operations.find(tenant, id).orElseThrow();
            if (operation.lease().equals(lease)) {
                settlement.ask(tenant, operation, lease);
            } else {
                free &= !asking.isBeingAsked(operation);
            }
        }
        return free;
    }

    private Optional<Order> find(TenantContext tenant, Viewer viewer, Order.Id id) {
        return orders.find(tenant, id).filter(order -> viewer.hasIn(PAYMENTS_WRITE, order.storeId()));
    }

    private RefundPlan plan(TenantContext tenant, Order order, Viewer viewer, Map<String, ProviderTerms> terms) {
        List<Payment> through = payments.ofOrders(tenant, List.of(order.id())).getOrDefault(order.id(), List.of());
        Map<PaymentAccount.Id, PaymentAccount> by =
                accounts.byId(tenant, through.stream().map(Payment::accountId).toList());
        return new RefundPlan(
                order,
                orders.fundsOf(tenant, order),
                through.stream()
                        .map(payment -> new RefundPlan.Through(
                                payment,
                                requireNonNull(terms.get(requireNonNull(by.get(payment.accountId()))
                                        .provider()))))
                        .toList(),
                orders.attested(tenant, order),
                viewer.has(STORE_CREDIT_WRITE));
    }

    private OrderRefund.Id give(
            TenantContext tx, OrderRefundInput input, Viewer viewer, Map<String, ProviderTerms> terms, UUID lease) {
        Order order = orders.lock(tx, input.orderId()).orElseThrow(() -> Given.nothing("input", "orderId"));
        List<RefundPlan.Part> parts = plan(tx, order, viewer, terms).spread(input.to(), input.money(), input.credit());
        var refund = new OrderRefund(
                new OrderRefund.Id(Uuid7.next()),
                order.id(),
                order.storeId(),
                order.customerId(),
                input.to(),
                Money.sum(
                        order.currency(),
                        parts.stream().map(RefundPlan.Part::amount).toList()),
                input.reason(),
                clock.instant());
        var made = new ArrayList<OrderRefundRepository.Made>();
        for (RefundPlan.Part part : parts) {
            if (part.through() != null) {
                Payment.Id payment = part.through().payment().id();
                PaymentOperation operation = asking.operation(
                        payment,
                        new PaymentAsking.Wanted(ProviderRequest.Kind.REFUND, part.amount(), input.reason()),
                        lease);
                payments.lock(tx, payment);
                operations.start(tx, operation, viewer.actor().name());
                payments.touch(tx, payment, clock.instant());
                made.add(new OrderRefundRepository.Made(part.amount(), operation.id(), null));
            }
        }
        List<RefundPlan.Part> atOnce =
                parts.stream().filter(part -> part.through() == null).toList();
        Iterator<OrderPayment.Id> given = orders.giveBack(
                        tx,
                        order,
                        atOnce.stream()
                                .map(part -> new MoneyBack(part.means(), part.amount()))
                                .toList(),
                        viewer)
                .iterator();
        atOnce.forEach(part -> made.add(new OrderRefundRepository.Made(part.amount(), null, given.next())));
        refunds.insert(tx, refund, made, viewer.actor().name());
        tx.created(refund.id(), new Logged.OfRefund(order.id(), refund.to(), refund.amount(), refund.reason()));
        return refund.id();
    }
}
