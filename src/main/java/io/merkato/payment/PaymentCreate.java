package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_WRITE;

import io.merkato.api.Given;
import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.PhoneNumber;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.Orders;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Pays an order, or some of it: shoppers their own, staff any. */
@Controller
class PaymentCreate {

    record Input(
            Order.Id orderId,
            PaymentAccount.Id accountId,
            @Nullable MoneyInput amount,
            @Nullable Boolean captureLater,
            @Nullable String payer,
            @Nullable String returnUrl) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }

        static Payload of(Payment payment) {
            return new Payload(payment, List.of());
        }
    }

    /** Of one order, whoever tries. */
    static final int MOST_OF_ORDER = 20;

    /** Of one shopper that came to nothing, within ten minutes. */
    static final int MOST_OF_SHOPPER = 5;

    /** That came to nothing, at one phone within an hour. */
    static final int MOST_AT_PHONE = 5;

    private final Orders orders;
    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentAccountRepository accounts;
    private final ProviderAccounts providers;
    private final PaymentAsking asking;
    private final Clock clock;

    PaymentCreate(
            Orders orders,
            PaymentRepository payments,
            OperationRepository operations,
            PaymentAccountRepository accounts,
            ProviderAccounts providers,
            PaymentAsking asking,
            Clock clock) {
        this.orders = orders;
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.providers = providers;
        this.asking = asking;
        this.clock = clock;
    }

    @MutationMapping
    Payload paymentCreate(
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Optional<Grant> grant = grant(tenant, input.orderId(), viewer, shopper);
        if (grant.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "orderId")));
        }
        Map<String, ProviderTerms> terms = providers.knownTerms();
        return asking.ask(
                tenant,
                grant.get(),
                viewer.isAnonymous() && shopper.customerId() != null ? once.of(shopper.customerId()) : once,
                Payload::refused,
                (tx, lease) ->
                        start(tx, input, terms, viewer, shopper, grant.get().permission() != null, lease),
                Payload::of);
    }

    /** Whoever a phone belongs to is not to be asked again and again, by whomever. */
    private void mayTry(TenantContext tx, Order order, PaymentAccount account, @Nullable String payer) {
        Instant now = clock.instant();
        if (order.customerId() != null
                && payments.triesOf(tx, order.customerId(), now.minus(Duration.ofMinutes(10))) >= MOST_OF_SHOPPER) {
            throw refused(UserErrorCode.NOT_ALLOWED, "This was tried too often. Try again in ten minutes.", "orderId");
        }
        if (payer != null) {
            // One after the other, also for several orders.
            accounts.lock(tx, account.id());
            if (payments.triesAt(tx, payer, now.minus(Duration.ofHours(1))) >= MOST_AT_PHONE) {
                throw refused(
                        UserErrorCode.NOT_ALLOWED, "This phone was asked too often. Try again in an hour.", "payer");
            }
        }
    }

    /** Empty where there is no such order for them; whether it is a shopper's own is seen as it is locked. */
    private Optional<Grant> grant(TenantContext tenant, Order.Id id, Viewer viewer, Shopper shopper) {
        if (!viewer.hasAnywhere(PAYMENTS_WRITE)) {
            return shopper.customerId() == null ? Optional.empty() : Optional.of(viewer.mayAsAnyone());
        }
        return orders.find(tenant, id)
                .filter(found -> viewer.hasIn(PAYMENTS_WRITE, found.storeId()) || isOwn(shopper, found))
                .map(found -> viewer.hasIn(PAYMENTS_WRITE, found.storeId())
                        ? viewer.mayIn(PAYMENTS_WRITE, found.storeId())
                        : viewer.mayAsAnyone());
    }

    private static boolean isOwn(Shopper shopper, Order order) {
        return order.customerId() != null && shopper.mine(order.customerId());
    }

    private Optional<Order> lockOwn(TenantContext tx, Order.Id id, Shopper shopper) {
        return Optional.ofNullable(shopper.customerId()).flatMap(customer -> orders.lockOwn(tx, id, customer));
    }

    private PaymentAsking.Started start(
            TenantContext tx,
            Input input,
            Map<String, ProviderTerms> terms,
            Viewer viewer,
            Shopper shopper,
            boolean byStaff,
            UUID lease) {
        Order order = (byStaff ? orders.lock(tx, input.orderId()) : lockOwn(tx, input.orderId(), shopper))
                .orElseThrow(() -> Given.nothing("input", "orderId"));
        if (order.status() == OrderStatus.CANCELLED) {
            throw refused(UserErrorCode.NOT_ALLOWED, "A cancelled order takes no money.", "orderId");
        }
        PaymentAccount account =
                accounts.offeredBy(tx, List.of(order.storeId())).getOrDefault(order.storeId(), List.of()).stream()
                        .filter(offered -> offered.id().equals(input.accountId())
                                && terms.containsKey(offered.provider())
                                && (byStaff || providers.isForShoppers(offered)))
                        .findAny()
                        .orElseThrow(() -> Given.nothing("input", "accountId"));
        ProviderTerms does = Objects.requireNonNull(terms.get(account.provider()));
        PaymentRepository.Tried tried = payments.tried(tx, order, clock.instant());
        Money amount = amount(order, input.amount(), order.balance().minus(tried.underWay()));
        check(does, amount);
        boolean later = Given.isTrue(input.captureLater());
        if (later && !does.authorises()) {
            throw refused(
                    UserErrorCode.NOT_ALLOWED, does.name() + " cannot hold money to be taken later.", "captureLater");
        }
        String payer = payer(input, order);
        if (tried.payments() >= MOST_OF_ORDER) {
            throw refused(
                    UserErrorCode.NOT_ALLOWED,
                    "An order can be tried to be paid " + MOST_OF_ORDER + " times: take the money by hand.",
                    "orderId");
        }
        if (!byStaff) {
            mayTry(tx, order, account, payer);
        }
        var payment = payment(order, account, amount, later, payer, returnUrl(input.returnUrl()));
        payments.insert(tx, payment);
        PaymentOperation operation = asking.operation(
                payment.id(),
                new PaymentAsking.Wanted(
                        later ? ProviderRequest.Kind.AUTHORISE : ProviderRequest.Kind.CHARGE, amount, null),
                lease);
        operations.start(tx, operation, viewer.actor().name());
        if (byStaff) {
            tx.created(payment.id(), Logged.OfPayment.of(payment));
        } else {
            tx.ownDeed();
        }
        return new PaymentAsking.Started(operation, payment, order);
    }

    private Payment payment(
            Order order,
            PaymentAccount account,
            Money amount,
            boolean captureLater,
            @Nullable String payer,
            @Nullable String returnUrl) {
        Money none = Money.zero(amount.currency());
        return new Payment(
                new Payment.Id(Uuid7.next()),
                order.id(),
                order.storeId(),
                order.customerId(),
                account.id(),
                amount,
                captureLater,
                PaymentState.PENDING,
                null,
                payer,
                returnUrl,
                null,
                new PaymentFigures(none, none, none, none, none, none, none, none, none),
                null,
                clock.instant(),
                clock.instant());
    }

    private static Money amount(Order order, @Nullable MoneyInput given, Money left) {
        if (left.minorUnits() <= 0) {
            throw refused(
                    UserErrorCode.NOT_ALLOWED, "All of it is paid, or other payments of it are under way.", "orderId");
        }
        if (given == null) {
            return left;
        }
        Money amount = given.money("input", "amount");
        if (!amount.currency().equals(order.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID, "The order is in " + order.currency() + ".", "input", "amount", "currency"));
        }
        if (amount.minorUnits() <= 0 || amount.compareTo(left) > 0) {
            throw refused(
                    UserErrorCode.OUT_OF_RANGE,
                    "An amount is above 0, and no more than the " + left.amount() + " " + left.currency()
                            + " that are still to be paid and not under way.",
                    "amount");
        }
        return amount;
    }

    private static void check(ProviderTerms does, Money amount) {
        if (does.limits().isEmpty()) {
            return;
        }
        ProviderTerms.Limit limit = does.limit(amount.currency())
                .orElseThrow(() -> refused(
                        UserErrorCode.NOT_ALLOWED, does.name() + " takes no " + amount.currency() + ".", "accountId"));
        if (!limit.covers(amount)) {
            throw refused(UserErrorCode.OUT_OF_RANGE, does.name() + " takes " + limit + ".", "amount");
        }
    }

    private static @Nullable String payer(Input input, Order order) {
        if (input.payer() == null) {
            return null;
        }
        String country =
                order.shippingAddress() == null ? null : order.shippingAddress().country();
        return PhoneNumber.parse(input.payer(), country)
                .orElseThrow(() -> refused(UserErrorCode.INVALID, "This is no phone number.", "payer"));
    }

    private static @Nullable String returnUrl(@Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            var url = new java.net.URI(given);
            if (url.getHost() != null && given.matches("https?://.{1,2040}")) {
                return given;
            }
        } catch (java.net.URISyntaxException e) {
            // Refused as any other that is none.
        }
        throw refused(UserErrorCode.INVALID, "An address begins with https:// or http://.", "returnUrl");
    }

    private static Refused refused(UserErrorCode code, String message, String field) {
        return new Refused(Refusal.of(code, message, "input", field));
    }
}
