package io.merkato.payment;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.LossyWire;
import io.merkato.Merchants;
import io.merkato.Standstill;
import io.merkato.Standstill.Where;
import io.merkato.TestDatabase;
import io.merkato.ordering.OrderShop;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Payments that ask the sandbox while their node is killed: of each mutation one for each moment between its two transactions. */
public final class KilledPayments {

    /** What was being written then; what is logged, one at a time, by a commit whose answer is lost. */
    private enum Moment {
        WHAT_IS_ASKED_IS_COMMITTED(null, Where.IN_THE_COMMIT, false),
        THE_PROVIDER_HAS_DONE_IT("payment.sandbox_act", Where.IN_THE_COMMIT, false),
        WHAT_CAME_OF_IT_IS_WRITTEN("payment.payment_event", Where.BEFORE_THE_ROW, false),
        WHAT_CAME_OF_IT_IS_COMMITTED("payment.payment_event", Where.IN_THE_COMMIT, true);

        private final @Nullable String table;
        private final Where where;
        private final boolean known;

        Moment(@Nullable String table, Where where, boolean known) {
            this.table = table;
            this.where = where;
            this.known = known;
        }
    }

    private record Request(Client who, String mutation, Moment moment, long amount, String end) {

        JsonNode answer() {
            return OrderShop.tries(who, mutation);
        }

        String key() {
            return mutation.replaceFirst("(?s).*@idempotent\\(key: \"([^\"]+)\".*", "$1");
        }

        String name() {
            return mutation.substring(0, mutation.indexOf('('));
        }

        @Override
        public String toString() {
            return name() + " as " + moment;
        }
    }

    private final PaymentDesk desk;
    private final PaymentSettlement settlement;
    private final List<Request> requests = new ArrayList<>();
    private long lastAmount = 10_000;

    public KilledPayments(Merchants merchants, Client client, ApplicationContext beans) {
        this.desk = new PaymentDesk(merchants, client);
        this.settlement = beans.getBean(PaymentSettlement.class);
        for (Moment moment : Moment.values()) {
            create(moment);
            asks(moment, "paymentCapture", ", captureLater: true", "500", "PARTIALLY_CAPTURED 500.00 $AMOUNT 0.00");
            asks(moment, "paymentRefund", "", "500", "PARTIALLY_REFUNDED 500.00 500.00 $AMOUNT");
            asks(moment, "paymentVoid", ", captureLater: true", null, "VOIDED $AMOUNT 0.00 0.00");
        }
    }

    private void create(Moment moment) {
        OrderShop.Placed order = desk.order();
        String amount = next();
        String mutation = PaymentDesk.pay(order, desk.account, PaymentDesk.amount(amount), OrderShop.key());
        add(order.guest(), mutation, moment, "CAPTURED " + amount + " " + amount + " 0.00");
    }

    /** @param paid before; as much as is asked where it is null */
    private void asks(Moment moment, String mutation, String more, @Nullable String paid, String end) {
        OrderShop.Placed order = desk.order();
        String amount = next();
        JsonNode payment = desk.pays(desk.shop.owner, order, more + PaymentDesk.amount(paid == null ? amount : paid))
                .get("payment");
        String input = mutation.equals("paymentVoid") ? ", input: {}" : PaymentDesk.input(amount);
        add(
                desk.shop.owner,
                mutation + "(id: " + payment.get("id") + input + ") " + OrderShop.key() + " { " + PaymentDesk.FIGURES
                        + " %s }",
                moment,
                end.replace("$AMOUNT", amount));
    }

    private void add(Client who, String mutation, Moment moment, String end) {
        requests.add(new Request(who, mutation, moment, lastAmount, end));
    }

    private String next() {
        return BigDecimal.valueOf(++lastAmount, 2).toPlainString();
    }

    public Client clerk() {
        return desk.shop.owner;
    }

    /** What one transaction does: people say what became of money, and the sandbox is told what to do. */
    public List<String> decided() {
        OrderShop.Placed byHand = desk.order();
        OrderShop.Placed disputed = desk.order();
        JsonNode awaited = OrderShop.does(byHand.guest(), PaymentDesk.pay(byHand, desk.onDelivery, "", OrderShop.key()))
                .get("payment");
        JsonNode taken = desk.pays(disputed.guest(), disputed, "").get("payment");
        JsonNode givenUp = waits();
        JsonNode settled = waits();
        JsonNode charge = desk.shop
                .owner
                .data("{ payment(id: " + settled.get("id") + ") { operations { id } } }")
                .at("/payment/operations/0/id");
        return List.of(
                "paymentConfirm(input: {reference: \"1\", received: true}, id: %s) $KEY { payment { state } %%s }"
                        .formatted(awaited.get("id")),
                "paymentCancel(input: {reason: \"1 minute is long\"}, id: %s) $KEY { payment { state } %%s }"
                        .formatted(givenUp.get("id")),
                "paymentSettle(input: {reference: \"1\", done: true, reason: \"Seen there\", operationId: %s}, id: %s) $KEY { payment { state } %%s }"
                        .formatted(charge, settled.get("id")),
                "sandboxPaymentDecide(input: {amount: {amount: \"50\", currency: \"ETB\"}, decision: CHARGE_BACK}, id: %s) $KEY { payment { state } %%s }"
                        .formatted(taken.get("id")));
    }

    private JsonNode waits() {
        OrderShop.Placed order = desk.order();
        return desk.pays(order.guest(), order, ", payer: \"0911199903\"").get("payment");
    }

    public List<String> mutations() {
        return requests.stream().map(Request::name).distinct().toList();
    }

    /** All are sent, and each stands still at its moment, or has lost its answer. */
    public Standstill begin(LossyWire wire, int port, ExecutorService threads, List<Future<JsonNode>> answers)
            throws SQLException {
        var standstill = new Standstill(desk.shop.tenant.id().value());
        var lost = new ArrayList<String>();
        for (Request request : requests) {
            Moment moment = request.moment();
            if (moment.table == null) {
                wire.loses(request.key(), LossyWire.Moment.AFTER_COMMIT);
                lost.add(request.key());
            } else {
                standstill.stop(moment.table, request.amount(), moment.where);
            }
        }
        for (Request request : requests) {
            answers.add(threads.submit(() -> OrderShop.tries(request.who().to(port), request.mutation())));
        }
        await().atMost(ofMinutes(3))
                .until(() -> lost.stream().allMatch(wire::hasLost)
                        && standstill.standing() == requests.size() - lost.size());
        return standstill;
    }

    /** Each is answered how it stands, and settled, whether its provider was asked or not: it is done once. */
    public void are_done_once() throws Exception {
        for (Request request : requests) {
            JsonNode payload = request.answer();
            if (request.moment().known) {
                assertThat(PaymentDesk.figures(payload.get("payment")))
                        .as("%s", request)
                        .isEqualTo(request.end());
            } else {
                assertThat(payload.at("/userErrors/0/code").asString())
                        .as("%s", request)
                        .isEqualTo("IDEMPOTENCY_IN_PROGRESS");
            }
        }
        desk.due();
        settlement.settle(desk.shop.tenant);
        var answers = new HashSet<JsonNode>();
        for (Request request : requests) {
            answers.clear();
            answers.addAll(AtOnce.all(3, i -> request.answer()));
            assertThat(answers).as("%s", request).hasSize(1);
            JsonNode payload = answers.iterator().next();
            assertThat(PaymentDesk.figures(payload.get("payment")))
                    .as("%s", request)
                    .isEqualTo(request.end());
            assertThat(atTheSandbox(request.amount()))
                    .as("%s", request)
                    .isEqualTo(request.name().equals("paymentVoid") ? 2 : 1); // held, and let go of
        }
    }

    private int atTheSandbox(long amount) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                var acts = superuser.prepareStatement(
                        "select count(*) from payment.sandbox_act where tenant_id = ? and amount = ? and status = 'DONE'")) {
            acts.setObject(1, desk.shop.tenant.id().value());
            acts.setLong(2, amount);
            try (ResultSet row = acts.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
