package io.merkato.payment;

import static io.merkato.payment.PaymentDesk.figures;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.merkato.provider.DeclineReason;
import io.merkato.provider.ForgedNotice;
import io.merkato.provider.NextAction;
import io.merkato.provider.Outcome;
import io.merkato.provider.ProviderAccount;
import io.merkato.provider.ProviderRequest;
import io.merkato.provider.RawNotice;
import io.merkato.tenancy.TenantContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Whoever asks at once, and whatever is told in whatever order: never more than there was, and the same in the end. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PaymentRaceTest {

    private final PaymentDesk desk;
    private final Client client;
    private final PaymentSettlement settlement;
    private final PaymentAsking asking;
    private final PaymentOutcomes outcomes;
    private final PaymentNotices notices;
    private final OperationRepository operations;
    private final SandboxProvider sandbox;
    private final SandboxBank bank;
    private final ProviderAccounts accounts;
    private final TenantContext tenant;

    PaymentRaceTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            PaymentAsking asking,
            PaymentOutcomes outcomes,
            PaymentNotices notices,
            OperationRepository operations,
            SandboxProvider sandbox,
            SandboxBank bank,
            ProviderAccounts accounts) {
        this.desk = new PaymentDesk(merchants, client);
        this.client = client;
        this.settlement = settlement;
        this.asking = asking;
        this.outcomes = outcomes;
        this.notices = notices;
        this.operations = operations;
        this.sandbox = sandbox;
        this.bank = bank;
        this.accounts = accounts;
        this.tenant = desk.shop.tenant;
    }

    @Test
    void of_64_that_take_of_what_is_held_and_64_that_give_back_none_gets_more_than_there_is() throws Exception {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(desk.shop.owner, order, ", captureLater: true").get("payment");
        List<String> captured = atOnce(64, i -> () -> outcome(desk.asks("paymentCapture", payment, input("205"))));
        assertThat(Collections.frequency(captured, "done")).isEqualTo(10);
        assertThat(new HashSet<>(captured)).isSubsetOf("done", "OUT_OF_RANGE", "NOT_ALLOWED");
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        List<String> refunded = atOnce(64, i -> () -> outcome(desk.asks("paymentRefund", payment, input("205"))));
        assertThat(Collections.frequency(refunded, "done")).isEqualTo(10);
        assertThat(figures(desk.read(payment))).isEqualTo("REFUNDED 2050.00 2050.00 2050.00");
        assertThat(desk.atTheBank(bank, payment).split(", "))
                .hasSize(1 + 10 + 10)
                .allMatch(act -> act.endsWith("DONE"));
        assertThat(order.shop()
                        .owner
                        .data("{ order(id: \"" + order.id() + "\") { paid { amount } refunded { amount } } }")
                        .toString())
                .isEqualTo("{\"order\":{\"paid\":{\"amount\":\"2050.00\"},\"refunded\":{\"amount\":\"2050.00\"}}}");
    }

    @Test
    void notices_repeated_and_racing_the_enquiry_and_staff_come_to_one_payment() throws Exception {
        for (int round = 0; round < 3; round++) {
            OrderShop.Placed order = desk.order();
            JsonNode payment =
                    desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
            RawNotice pending = notice(payment);
            approve(payment);
            RawNotice done = notice(payment);
            desk.due();
            var told = new ArrayList<Callable<String>>();
            for (int i = 0; i < 6; i++) {
                told.add(() -> tell(pending));
                told.add(() -> tell(done));
            }
            told.add(() -> {
                settlement.settle(tenant);
                return "settled";
            });
            Collections.shuffle(told, new Random(round));
            assertThat(atOnce(told.size(), told::get)).doesNotContain("refused");
            assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
            assertThat(order.shop()
                            .owner
                            .data("{ order(id: \"" + order.id() + "\") { paymentStatus payments { kind } } }")
                            .toString())
                    .isEqualTo("{\"order\":{\"paymentStatus\":\"PAID\",\"payments\":[{\"kind\":\"PAYMENT\"}]}}");
        }
    }

    @Test
    void what_is_forged_changes_nothing_and_what_matches_nothing_is_kept_and_shown() {
        OrderShop.Placed order = desk.order();
        JsonNode payment =
                desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
        approve(payment);
        RawNotice done = notice(payment);
        String body = new String(done.body(), StandardCharsets.UTF_8);
        String signature = Objects.requireNonNull(done.headers().get(SandboxProvider.HEADER));
        String path = "/payments/" + desk.account + "/events";
        Client signed = client.with(SandboxProvider.HEADER, signature);
        assertThat(List.of(
                        client.post(path, "application/json", body).statusCode(),
                        signed.post(path, "application/json", body + " ").statusCode(),
                        client.with(SandboxProvider.HEADER, signature.replaceFirst("t=\\d+", "t=1"))
                                .post(path, "application/json", body)
                                .statusCode(),
                        signed.post(
                                        "/payments/payment_account_01h455vb4pex5vsknk084sn02q/events",
                                        "application/json",
                                        body)
                                .statusCode(),
                        signed.post(path, "application/json", "x".repeat(70_000))
                                .statusCode()))
                .containsExactly(401, 401, 401, 404, 413);
        assertThat(notices("")).isEmpty();
        assertThat(desk.read(payment).get("state").asString()).isEqualTo("PENDING");

        assertThat(signed.post(path, "application/json", body).statusCode()).isEqualTo(200);
        assertThat(signed.post(path, "application/json", body).statusCode()).isEqualTo(200);
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
        var stranger = new SandboxAct(
                "0".repeat(32),
                SandboxAct.Kind.CHARGE,
                "sb_none",
                null,
                new Money(100, Currency.getInstance("ETB")),
                PaymentOperationStatus.DONE,
                null,
                Instant.now());
        assertThat(tell(sandbox.notice(account(), stranger))).isEqualTo("taken");
        assertThat(notices("where: {problem: true}")).containsExactly("null It matches nothing that was asked.");
        assertThat(notices("")).hasSize(2);

        var elsewhere = new SandboxAct(
                act(payment).key(),
                SandboxAct.Kind.REFUND,
                payment.get("reference").asString(),
                null,
                new Money(205_000, Currency.getInstance("ETB")),
                PaymentOperationStatus.PENDING,
                null,
                Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(tell(sandbox.notice(account(), elsewhere))).isEqualTo("taken");
        assertThat(notices("where: {problem: true}"))
                .containsExactlyInAnyOrder(
                        "null It matches nothing that was asked.", "one It matches nothing that was asked.");
        assertThat(figures(desk.read(payment))).isEqualTo("CAPTURED 2050.00 2050.00 0.00");
    }

    /** Each way through what is told comes to what the model says: done wins, then declined, then what is open. */
    @Test
    void figures_do_not_depend_on_the_order_in_which_things_became_known() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", OrderShop.key()))
                .get("payment");
        desk.asks("paymentConfirm", payment, ", input: {received: true}");
        var id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
        var random = new Random(7);
        long refunded = 0;
        for (int round = 0; round < 12; round++) {
            var amount = new Money(100 + random.nextInt(10_000), Currency.getInstance("ETB"));
            PaymentOperation asked = asking.operation(
                    id, new PaymentAsking.Wanted(ProviderRequest.Kind.REFUND, amount, null), Uuid7.next());
            write(tx -> operations.start(tx, asked, "test"));
            var done = new Outcome.Done("ref-" + round, amount, null, Instant.now());
            boolean isDone = random.nextBoolean();
            var told = new ArrayList<Outcome>(List.of(
                    new Outcome.Unknown("Nobody knows."),
                    new Outcome.Pending(null, new NextAction.Wait()),
                    new Outcome.Declined(DeclineReason.OTHER, null, "No."),
                    new Outcome.NeverSeen()));
            if (isDone) {
                told.add(done);
                told.add(done);
                refunded += amount.minorUnits();
            }
            Collections.shuffle(told, random);
            if (isDone) { // with nonsense beside it, which may not keep it from being written down
                var fees = new Money[] {
                    new Money(-1, Currency.getInstance("ETB")),
                    new Money(amount.minorUnits() + 1, Currency.getInstance("ETB")),
                    new Money(1, Currency.getInstance("XOF"))
                };
                told.add(
                        random.nextInt(told.size() + 1),
                        new Outcome.Done("r\0".repeat(200) + round, amount, fees[round % 3], Instant.MAX));
            }
            for (Outcome outcome : told) {
                write(tx -> outcomes.write(tx, asked.id(), outcome, PaymentOutcomes.Told.ENQUIRY));
            }
            assertThat(operations.find(tenant, asked.id()).orElseThrow().status())
                    .isEqualTo(isDone ? PaymentOperationStatus.DONE : PaymentOperationStatus.DECLINED);
        }
        assertThat(desk.read(payment).at("/refunded/amount").asString())
                .isEqualTo(new Money(refunded, Currency.getInstance("ETB"))
                        .amount()
                        .toPlainString());
    }

    @Test
    void what_is_taken_back_comes_to_the_same_whenever_it_is_told_and_however_often() {
        for (List<Integer> told : List.of(
                List.of(0, 1, 2), List.of(1, 0, 2), List.of(2, 1, 0), List.of(1, 1, 0, 2, 0), List.of(2, 2, 1, 1, 0))) {
            OrderShop.Placed order = desk.order();
            JsonNode payment =
                    desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
            approve(payment);
            var all = List.of(notice(payment), takenBack(payment, "a", 100_000), takenBack(payment, "b", 105_000));
            told.forEach(which -> assertThat(tell(all.get(which))).isEqualTo("taken"));
            assertThat(figures(desk.read(payment))).isEqualTo("CHARGED_BACK 2050.00 2050.00 0.00");
            assertThat(desk.read(payment).at("/chargedBack/amount").asString()).isEqualTo("2050.00");
            assertThat(notices("where: {problem: true}")).noneMatch(problem -> problem.contains("taken back"));
        }
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, "").get("payment");
        desk.asks("paymentRefund", payment, input("50"));
        RawNotice all = takenBack(payment, "c", 205_000);
        assertThat(List.of(tell(all), tell(all))).containsOnly("taken");
        assertThat(order.shop()
                        .owner
                        .data("{ order(id: \"" + order.id() + "\") { refunded { amount } balance { amount } } }")
                        .toString())
                .isEqualTo("{\"order\":{\"refunded\":{\"amount\":\"2100.00\"},\"balance\":{\"amount\":\"2100.00\"}}}");
    }

    @Test
    void a_provider_that_took_less_than_was_asked_for_has_not_taken_all() {
        OrderShop.Placed order = desk.order();
        JsonNode payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", OrderShop.key()))
                .get("payment");
        var id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
        PaymentOperation.Id asked = Objects.requireNonNull(
                        operations.ofPayments(tenant, List.of(id)).get(id))
                .getFirst()
                .id();
        var little = new Outcome.Done("ref-little", new Money(100, Currency.getInstance("ETB")), null, Instant.now());
        write(tx -> outcomes.write(tx, asked, little, PaymentOutcomes.Told.ENQUIRY));
        assertThat(figures(desk.read(payment))).isEqualTo("PARTIALLY_CAPTURED 1.00 1.00 0.00");
    }

    @Test
    void what_the_database_refuses_is_not_told_with_its_row() {
        PaymentOperation none = asking.operation(
                new Payment.Id(Uuid7.next()),
                new PaymentAsking.Wanted(
                        ProviderRequest.Kind.REFUND, new Money(0, Currency.getInstance("ETB")), "+251911000000"),
                Uuid7.next());
        assertThatThrownBy(() -> write(tx -> operations.start(tx, none, "test")))
                .hasMessageContaining("operation_amount_check")
                .hasStackTraceContaining("operation_amount_check")
                .satisfies(e -> assertThat(
                                Objects.requireNonNullElse(e.getCause(), e).getMessage())
                        .doesNotContain("Failing row"));
    }

    private RawNotice takenBack(JsonNode payment, String key, long minor) {
        String reference = payment.get("reference").asString();
        var act = new SandboxAct(
                key + reference,
                SandboxAct.Kind.CHARGEBACK,
                "sb_" + key + reference,
                reference,
                new Money(minor, Currency.getInstance("ETB")),
                PaymentOperationStatus.DONE,
                null,
                Instant.now());
        write(tx -> bank.insert(tx, desk.accountId(), act));
        return sandbox.notice(account(), act);
    }

    private void write(Consumer<TenantContext> work) {
        tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            work.accept(tx);
            return true;
        });
    }

    private static String outcome(JsonNode payload) {
        return payload.get("userErrors").isEmpty()
                ? "done"
                : payload.at("/userErrors/0/code").asString();
    }

    private static <T> List<T> atOnce(int many, java.util.function.IntFunction<Callable<T>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Future<T>> all =
                    threads.invokeAll(IntStream.range(0, many).mapToObj(work).toList());
            var answers = new ArrayList<T>();
            for (Future<T> each : all) {
                answers.add(each.get());
            }
            return answers;
        }
    }

    private ProviderAccount account() {
        return accounts.find(tenant, desk.accountId()).orElseThrow().account();
    }

    private SandboxAct act(JsonNode payment) {
        return bank.findByReference(
                        tenant, desk.accountId(), payment.get("reference").asString())
                .orElseThrow();
    }

    private RawNotice notice(JsonNode payment) {
        return sandbox.notice(account(), act(payment));
    }

    private void approve(JsonNode payment) {
        String key = act(payment).key();
        tenant.transact(
                Viewer.system("test").may(Permission.PAYMENTS_WRITE),
                tx -> bank.decide(tx, desk.accountId(), key, null, Instant.now()));
    }

    private String tell(RawNotice notice) {
        try {
            return notices.receive(desk.accountId(), notice) ? "taken" : "nobody's";
        } catch (ForgedNotice e) {
            return "refused";
        }
    }

    private List<String> notices(String where) {
        return desk.shop
                .owner
                .data("{ paymentNotices(first: 50" + (where.isEmpty() ? "" : ", " + where)
                        + ") { nodes { problem payment { id } } } }")
                .at("/paymentNotices/nodes")
                .valueStream()
                .map(notice -> (notice.get("payment").isNull() ? "null" : "one") + " "
                        + notice.get("problem").asString("none"))
                .toList();
    }
}
