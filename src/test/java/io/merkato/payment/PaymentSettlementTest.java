package io.merkato.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import io.merkato.ordering.Orders;
import io.merkato.provider.AccountField;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.NextAction;
import io.merkato.provider.Outcome;
import io.merkato.provider.PaymentProvider;
import io.merkato.provider.ProviderAccount;
import io.merkato.provider.ProviderNotice;
import io.merkato.provider.ProviderRequest;
import io.merkato.provider.RawNotice;
import io.merkato.provider.UnreadableNotice;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;

/** What providers are asked again, and what is made of those that answer late. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PaymentSettlementTest {

    private final PaymentDesk desk;
    private final PaymentAsking asking;
    private final OperationRepository operations;
    private final ApplicationContext beans;
    private final TenantContext tenant;

    PaymentSettlementTest(
            Merchants merchants,
            Client client,
            PaymentAsking asking,
            OperationRepository operations,
            ApplicationContext beans) {
        this.desk = new PaymentDesk(merchants, client);
        this.asking = asking;
        this.operations = operations;
        this.beans = beans;
        this.tenant = desk.shop.tenant;
    }

    @Test
    void who_took_too_long_declines_nothing_that_another_has_asked_for_since() {
        var late = new AtomicReference<PaymentSettlement>();
        var provider = new Keyed(
                request -> {
                    desk.due();
                    late.get().settle(tenant);
                    return new Outcome.Declined(DeclineReason.OTHER, null, "Nothing was asked.");
                },
                request -> new Outcome.Pending("later", new NextAction.Wait()));
        late.set(settlement(provider));
        PaymentOperation asked = refunds(late.get());
        assertThat(operations.find(tenant, asked.id()).orElseThrow().status())
                .isEqualTo(PaymentOperationStatus.PENDING);
    }

    @Test
    void what_no_enquiry_tells_and_its_key_keeps_from_being_done_twice_is_sent_again() {
        var asked = new ArrayList<String>();
        var provider = new Keyed(
                request -> {
                    asked.add(request.again() ? "again" : "first");
                    return request.again()
                            ? new Outcome.Done("given back", request.amount(), null, Instant.now())
                            : new Outcome.Unknown("No answer came.");
                },
                request -> new Outcome.Unknown("It cannot be asked for."));
        PaymentSettlement by = settlement(provider);
        PaymentOperation refund = refunds(by);
        desk.due();
        by.settle(tenant);
        assertThat(operations.find(tenant, refund.id()).orElseThrow().status()).isEqualTo(PaymentOperationStatus.DONE);
        assertThat(asked).containsExactly("first", "again");
    }

    @Test
    void of_an_account_that_lacks_what_its_provider_needs_nobody_is_asked() {
        var asked = new ArrayList<String>();
        PaymentSettlement by = settlement(new Keyed(
                List.of(new AccountField("key", true, true, "The key")),
                request -> {
                    asked.add("for it");
                    return new Outcome.Done(request.key(), request.amount(), null, Instant.now());
                },
                request -> {
                    asked.add("about it");
                    return new Outcome.NeverSeen();
                }));
        PaymentOperation refund = refunds(by);
        desk.due();
        by.settle(tenant);
        assertThat(asked).isEmpty();
        PaymentOperation declined = operations.find(tenant, refund.id()).orElseThrow();
        assertThat(declined.status()).isEqualTo(PaymentOperationStatus.DECLINED);
        assertThat(declined.declineReason()).isEqualTo(DeclineReason.MERCHANT_ACCOUNT);
        assertThat(declined.message()).isEqualTo("The account lacks key: nobody was asked.");
    }

    @Test
    void a_payer_who_has_a_page_to_go_to_keeps_it_while_the_provider_says_to_wait() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", OrderShop.key()))
                .get("payment");
        var id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
        PaymentOperation asked = operations
                .ofPayments(tenant, List.of(id))
                .getOrDefault(id, List.of())
                .getFirst();
        for (NextAction next :
                List.of(new NextAction.Redirect(URI.create("https://pay.example/7"), null), new NextAction.Wait())) {
            tenant.transact(
                    Viewer.system("test").may(Permission.PAYMENTS_WRITE),
                    tx -> Optional.ofNullable(beans.getBean(PaymentOutcomes.class)
                            .write(tx, asked.id(), new Outcome.Pending(null, next), PaymentOutcomes.Told.ENQUIRY)));
        }
        assertThat(order.guest()
                        .data("{ payment(id: " + payment.get("id") + ") { nextStep { action url } } }")
                        .toString())
                .isEqualTo("{\"payment\":{\"nextStep\":{\"action\":\"REDIRECT\",\"url\":\"https://pay.example/7\"}}}");
    }

    @Test
    void a_name_that_another_payment_has_keeps_no_payment_from_being_booked() {
        OrderShop.Placed first = desk.order();
        OrderShop.Placed second = desk.order();
        PaymentSettlement by = settlement(new Keyed(
                request -> new Outcome.Unknown("No answer came."),
                request -> new Outcome.Done("the same", request.amount(), null, Instant.now())));
        var paid = new ArrayList<JsonNode>();
        for (OrderShop.Placed order : List.of(first, second)) {
            paid.add(OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", OrderShop.key()))
                    .get("payment"));
            desk.sets("payment.operation set next_at = now() - interval '1 s' where settled_at is null");
            by.settle(tenant);
        }
        assertThat(PaymentDesk.figures(desk.read(paid.get(1)))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        assertThat(desk.read(paid.getFirst()).get("reference").asString()).isEqualTo("the same");
        assertThat(desk.read(paid.get(1)).get("reference").isNull()).isTrue();
        assertThat(problem(paid.get(1)))
                .isEqualTo("The provider calls it the same, as it calls "
                        + paid.getFirst().get("id").asString() + ".");
        assertThat(second.read("paymentStatus").toString()).isEqualTo("{\"paymentStatus\":\"PAID\"}");
    }

    @Test
    void what_a_provider_has_given_back_beyond_what_was_taken_is_booked_and_shown_and_not_asked_about_for_ever() {
        var asked = new ArrayList<String>();
        PaymentSettlement by = settlement(new Keyed(request -> new Outcome.Unknown("No answer came."), request -> {
            asked.add(request.key());
            return new Outcome.Done("back", request.amount(), null, Instant.now());
        }));
        PaymentOperation refund = refunds(by);
        var outcomes = beans.getBean(PaymentOutcomes.class);
        tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            outcomes.write(
                    tx,
                    refund.id(),
                    new Outcome.Declined(DeclineReason.OTHER, null, "It is not there"),
                    PaymentOutcomes.Told.STAFF);
            operations.settledByHand(tx, refund.id(), Instant.now());
            return true;
        });
        JsonNode payment = desk.shop
                .owner
                .data("{ payment(id: \"" + refund.paymentId().text() + "\") { id } }")
                .get("payment");
        assertThat(PaymentDesk.figures(
                        desk.asks("paymentRefund", payment, ", input: {}").get("payment")))
                .isEqualTo("REFUNDED 2050.00 2050.00 2050.00");
        desk.due();
        by.settle(tenant);
        desk.due();
        by.settle(tenant);
        assertThat(asked).containsExactly(refund.id().key());
        assertThat(PaymentDesk.figures(desk.read(payment))).isEqualTo("REFUNDED 2050.00 2050.00 2051.00");
        assertThat(desk.shop
                        .owner
                        .data("{ payment(id: \"" + refund.paymentId().text()
                                + "\") { order { paymentStatus refunded { amount } balance { amount } } } }")
                        .at("/payment/order")
                        .toString())
                .isEqualTo(
                        "{\"paymentStatus\":\"REFUNDED\",\"refunded\":{\"amount\":\"2051.00\"},\"balance\":{\"amount\":\"2051.00\"}}");
        assertThat(problem(payment))
                .isEqualTo("It was taken as not done, and the provider has done it: 1.00 ETB where 0.00 were left.");
    }

    private String problem(JsonNode payment) {
        return desk.shop
                .owner
                .data("{ payments(first: 1, where: {problem: true, order: {eq: \"" + order(payment)
                        + "\"}}) { nodes { operations { problem } } } }")
                .at("/payments/nodes/0/operations")
                .valueStream()
                .map(each -> each.get("problem").asString(""))
                .filter(problem -> !problem.isEmpty())
                .collect(java.util.stream.Collectors.joining());
    }

    private String order(JsonNode payment) {
        return desk.shop
                .owner
                .data("{ payment(id: \"" + payment.get("id").asString() + "\") { order { id } } }")
                .at("/payment/order/id")
                .asString();
    }

    @Test
    void what_people_settle_while_it_is_asked_about_is_not_asked_for_once_more() {
        var sent = new ArrayList<Boolean>();
        var asked = new AtomicReference<PaymentOperation>();
        var outcomes = beans.getBean(PaymentOutcomes.class);
        PaymentSettlement by = settlement(new Keyed(
                request -> {
                    sent.add(request.again());
                    return new Outcome.Unknown("No answer came.");
                },
                request -> {
                    PaymentOperation.Id id = Objects.requireNonNull(asked.get()).id();
                    tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
                        outcomes.write(
                                tx,
                                id,
                                new Outcome.Declined(DeclineReason.OTHER, null, "It is not there"),
                                PaymentOutcomes.Told.STAFF);
                        operations.settledByHand(tx, id, Instant.now());
                        return true;
                    });
                    return new Outcome.NeverSeen();
                }));
        asked.set(refunds(by));
        desk.due();
        by.settle(tenant);
        assertThat(sent).containsExactly(false);
    }

    @Test
    void an_account_that_does_not_answer_keeps_no_other_waiting() throws Exception {
        String second = desk.shop
                .does(
                        "paymentAccountCreate(input: {provider: \"cash_on_delivery\", name: \"By bicycle\", environment: TEST}) { account { id } %s }")
                .at("/account/id")
                .asString();
        String store = desk.shop.owner.data("{ store { id } }").at("/store/id").asString();
        desk.shop.does("storePaymentAccountsSet(storeId: \"" + store + "\", accountIds: [\"" + desk.onDelivery
                + "\", \"" + second + "\"]) { %s }");
        for (String account : List.of(desk.onDelivery, second)) {
            OrderShop.Placed order = desk.order();
            OrderShop.does(order.guest(), PaymentDesk.pay(order, account, "", OrderShop.key()));
        }
        desk.sets("payment.operation set next_at = now() - interval '1 s' where settled_at is null");
        var silent = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var first = new AtomicBoolean(true);
        var provider = new Keyed(request -> new Outcome.Unknown("No answer came."), request -> {
            if (first.getAndSet(false)) {
                awaits(silent);
            }
            answered.countDown();
            return new Outcome.Done(request.key(), request.amount(), null, Instant.now());
        });
        try (PaymentSettlement by = settlement(provider);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var turn = threads.submit(() -> by.turn(most -> List.of(tenant.id())));
            assertThat(answered.await(Patience.MOST.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(silent.getCount()).isEqualTo(1);
            silent.countDown();
            turn.get();
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_waits_for_a_payer_whom_nobody_told_where_to_pay_is_asked_for_again_and_so_comes_to_an_end() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", OrderShop.key()))
                .get("payment");
        desk.sets("payment.operation set next_at = now() where settled_at is null");
        settlement(new Keyed(
                        request -> new Outcome.Declined(DeclineReason.EXPIRED, null, "The page's address was lost."),
                        request -> new Outcome.Pending(null, new NextAction.Wait())))
                .settle(tenant);
        assertThat(PaymentDesk.figures(desk.read(payment))).isEqualTo("FAILED 0.00 0.00 0.00");
    }

    /** Of a payment on delivery, a refund that is asked for once. */
    private PaymentOperation refunds(PaymentSettlement by) {
        OrderShop.Placed order = desk.order();
        JsonNode payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", OrderShop.key()))
                .get("payment");
        desk.asks("paymentConfirm", payment, ", input: {received: true}");
        var id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
        PaymentOperation asked = asking.operation(
                id,
                new PaymentAsking.Wanted(
                        ProviderRequest.Kind.REFUND, new Money(100, Currency.getInstance("ETB")), null),
                Uuid7.next());
        tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            operations.start(tx, asked, "test");
            return true;
        });
        by.ask(tenant, asked.id(), asked.lease());
        return asked;
    }

    private PaymentSettlement settlement(PaymentProvider provider) {
        return new PaymentSettlement(
                beans.getBean(PlatformContext.class),
                beans.getBean(TenantContexts.class),
                beans.getBean(PaymentRepository.class),
                operations,
                new ProviderAccounts(
                        List.of(provider),
                        beans.getBean(PlatformContext.class),
                        beans.getBean(PaymentAccountRepository.class),
                        "https://shop.example",
                        new StandardEnvironment()),
                beans.getBean(PaymentOutcomes.class),
                beans.getBean(Orders.class),
                Clock.systemUTC());
    }

    /** A provider that does as it is told, for accounts of payments on delivery. */
    private record Keyed(
            List<AccountField> fields,
            Function<ProviderRequest, Outcome> asked,
            Function<ProviderRequest, Outcome> enquired)
            implements PaymentProvider {

        Keyed(Function<ProviderRequest, Outcome> asked, Function<ProviderRequest, Outcome> enquired) {
            this(List.of(), asked, enquired);
        }

        @Override
        public String code() {
            return "cash_on_delivery";
        }

        @Override
        public Outcome request(ProviderAccount account, ProviderRequest request) {
            return asked.apply(request);
        }

        @Override
        public Outcome enquire(ProviderAccount account, ProviderRequest request) {
            return enquired.apply(request);
        }

        @Override
        public boolean mayAskAgain(ProviderRequest request) {
            return true;
        }

        @Override
        public ProviderNotice read(ProviderAccount account, RawNotice notice) throws UnreadableNotice {
            throw new UnreadableNotice("It tells nothing.");
        }
    }
}
