package io.merkato.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
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
    void chapa_is_offered_for_birr_only() {
        assertThat(Objects.requireNonNull(
                                beans.getBean(ProviderAccounts.class).terms().get("chapa"))
                        .limits())
                .extracting(ProviderTerms.Limit::currency)
                .containsExactly(Currency.getInstance("ETB"));
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
    private record Keyed(Function<ProviderRequest, Outcome> asked, Function<ProviderRequest, Outcome> enquired)
            implements PaymentProvider {

        @Override
        public String code() {
            return "cash_on_delivery";
        }

        @Override
        public List<AccountField> fields() {
            return List.of();
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
