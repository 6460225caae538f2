package io.merkato.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import io.merkato.provider.RawNotice;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** That a notice came is known by the transaction that has its effect: with it or not at all. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class NoticeOnceTest {

    private final PaymentDesk desk;
    private final Client client;
    private final SandboxProvider sandbox;
    private final SandboxBank bank;
    private final ProviderAccounts accounts;

    NoticeOnceTest(
            Merchants merchants, Client client, SandboxProvider sandbox, SandboxBank bank, ProviderAccounts accounts) {
        this.desk = new PaymentDesk(merchants, client);
        this.client = client;
        this.sandbox = sandbox;
        this.bank = bank;
        this.accounts = accounts;
    }

    @Test
    void a_notice_whose_effect_was_lost_has_it_when_it_is_told_again_and_then_no_more() throws SQLException {
        OrderShop.Placed order = desk.order();
        JsonNode payment = desk.pays(order.guest(), order, "").get("payment");
        RawNotice notice = takenBack(payment, 5_000);
        try (var broken = new NoEvents()) {
            assertThat(told(notice)).isEqualTo(500);
        }
        assertThat(desk.count("payment.notice")).isZero();
        assertThat(taken(payment)).isEqualTo("0.00");
        for (int i = 0; i < 3; i++) {
            assertThat(told(notice)).isEqualTo(200);
            assertThat(desk.count("payment.notice")).isEqualTo(1);
            assertThat(taken(payment)).isEqualTo("50.00");
        }
        assertThat(order.read("refunded { amount }").at("/refunded/amount").asString())
                .isEqualTo("50.00");
    }

    @Test
    void a_notice_without_an_id_is_kept_as_one_that_cannot_be_read() {
        desk.order();
        byte[] body =
                "{\"id\": \"\", \"about\": \"PAYMENT\", \"reference\": \"x\", \"status\": \"PENDING\", \"at\": \"2026-07-01T00:00:00Z\"}"
                        .getBytes(StandardCharsets.UTF_8);
        String time = Long.toString(Instant.now().getEpochSecond());
        var account =
                accounts.find(desk.shop.tenant, desk.accountId()).orElseThrow().account();
        String signature = SandboxProvider.signature(account, time, body);
        assertThat(told(new RawNotice(
                        Map.of(SandboxProvider.HEADER, "t=" + time + ",v1=" + signature), body, Instant.now())))
                .isEqualTo(200);
        assertThat(desk.count("payment.notice")).isEqualTo(1);
    }

    /** As long as it is open nothing happens to payments of the tenant's. */
    private final class NoEvents implements AutoCloseable {

        NoEvents() throws SQLException {
            run(
                    "create function public.no_events() returns trigger language plpgsql as $$ begin raise exception using errcode = 'XX000'; end $$");
            run("create trigger no_events before insert on payment.payment_event for each row when (new.tenant_id = '"
                    + desk.shop.tenant.id().value() + "') execute function public.no_events()");
        }

        @Override
        public void close() throws SQLException {
            run("drop function public.no_events() cascade");
        }

        private static void run(String sql) throws SQLException {
            try (var superuser = TestDatabase.superuser()) {
                superuser.createStatement().execute(sql);
            }
        }
    }

    private RawNotice takenBack(JsonNode payment, long minor) {
        String reference = payment.get("reference").asString();
        var act = new SandboxAct(
                "back" + reference,
                SandboxAct.Kind.CHARGEBACK,
                "sb_back" + reference,
                reference,
                new Money(minor, Currency.getInstance("ETB")),
                PaymentOperationStatus.DONE,
                null,
                Instant.now());
        desk.shop.tenant.transact(
                Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> bank.insert(tx, desk.accountId(), act));
        return sandbox.notice(
                accounts.find(desk.shop.tenant, desk.accountId()).orElseThrow().account(), act);
    }

    private String taken(JsonNode payment) {
        return desk.read(payment).at("/chargedBack/amount").asString();
    }

    private int told(RawNotice notice) {
        return client.with(SandboxProvider.HEADER, Objects.requireNonNull(notice.header(SandboxProvider.HEADER)))
                .post(
                        "/payments/" + desk.account + "/events",
                        "application/json",
                        new String(notice.body(), StandardCharsets.UTF_8))
                .statusCode();
    }
}
