package io.merkato.payment;

import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.ordering.OrderShop;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What an account keeps secret stands nowhere, and serves whoever may ask the provider. */
@MerkatoTest
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {

    private final PaymentDesk desk;
    private final PaymentAccountRepository accounts;
    private final PaymentSettlement settlement;
    private final Merchants merchants;
    private final Client client;

    SecretsTest(Merchants merchants, Client client, PaymentAccountRepository accounts, PaymentSettlement settlement) {
        this.desk = new PaymentDesk(merchants, client);
        this.accounts = accounts;
        this.settlement = settlement;
        this.merchants = merchants;
        this.client = client;
    }

    @Test
    void a_secret_stands_in_no_table_log_answer_or_refusal(CapturedOutput output) throws SQLException {
        OrderShop.Placed order = desk.order();
        JsonNode paid = desk.pays(order.guest(), order, "");
        String hook = desk.shop
                .does(
                        "webhookCreate(input: {url: \"https://erp.example.com/m\", eventTypes: [PAYMENT_CAPTURED, PAYMENT_REFUNDED]}) { webhook { id } %s }")
                .toString();
        // An answer that is lost, and a job that learns of it.
        desk.asks("paymentRefund", paid.get("payment"), PaymentDesk.input("999.04"));
        desk.due();
        settlement.settle(desk.shop.tenant);
        String book = desk.shop
                .owner
                .data(
                        "{ ledgerTransfers(first: 20) { nodes { entries { account { code holder } debit { units } credit { units } } } } payments(first: 5) { nodes { operations { message problem } events { message } } } paymentNotices(first: 5) { nodes { body } } }")
                .toString();
        JsonNode read = desk.shop.owner.data(
                "{ paymentAccounts(first: 5) { nodes { name secrets settings { name value } provider { code } } } auditLog(first: 50) { nodes { action before after } } }");
        String refused = desk.shop
                .owner
                .run("mutation { paymentAccountUpdate(id: \"" + desk.account
                        + "\", input: {secrets: [{name: \"nothing\", value: \"" + PaymentDesk.CANARY
                        + "\"}]}) { userErrors { code path message } } }")
                .toString();
        String malformed = desk.shop
                .owner
                .run("mutation { paymentAccountUpdate(id: \"" + desk.account
                        + "\", input: {secrets: [{name: 7, value: \"" + PaymentDesk.CANARY
                        + "\"}]}) { userErrors { code } } }")
                .toString();

        assertThat(refused).contains("INVALID");
        assertThat(paid.toString() + hook + book + read + refused).doesNotContain(PaymentDesk.CANARY);
        assertThat(malformed).contains("errors");
        assertThat(read.at("/paymentAccounts/nodes/0/secrets").toString()).isEqualTo("[\"signingKey\"]");
        assertThat(tablesWith(PaymentDesk.CANARY)).isEmpty();
        assertThat(output.getAll()).doesNotContain(PaymentDesk.CANARY);
        assertThat(accounts.open(desk.shop.tenant, desk.accountId())).containsEntry("signingKey", PaymentDesk.CANARY);
    }

    @Test
    void what_is_sealed_opens_in_no_other_row_and_for_no_other_tenant(CapturedOutput output) throws SQLException {
        var others = new PaymentDesk(merchants, client);
        OrderShop.Placed order = others.order();
        String second = desk.shop
                .does(
                        "paymentAccountCreate(input: {provider: \"sandbox\", name: \"Second\", environment: TEST, secrets: [{name: \"signingKey\", value: \"x\"}]}) { account { id } %s }")
                .at("/account/id")
                .asString();
        var id = new PaymentAccount.Id(TypeId.parse("payment_account", second));
        try (var superuser = TestDatabase.superuser();
                var move = superuser.prepareStatement(
                        "update payment.payment_account a set secrets = b.secrets from payment.payment_account b where b.id = ? and a.id in (?, ?)");
                var keys = superuser.prepareStatement(
                        "update platform.tenant_key a set key_set = b.key_set from platform.tenant_key b where b.tenant_id = ? and a.tenant_id = ?")) {
            move.setObject(1, desk.accountId().value());
            move.setObject(2, id.value());
            move.setObject(3, others.accountId().value());
            assertThat(move.executeUpdate()).isEqualTo(2);
            assertThatThrownBy(() -> accounts.open(desk.shop.tenant, id)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> accounts.open(others.shop.tenant, others.accountId()))
                    .isInstanceOf(IllegalStateException.class);
            keys.setObject(1, desk.shop.tenant.id().value());
            keys.setObject(2, others.shop.tenant.id().value());
            assertThat(keys.executeUpdate()).isEqualTo(1);
        }
        assertThatThrownBy(() -> accounts.open(others.shop.tenant, others.accountId()))
                .isInstanceOf(IllegalStateException.class);
        String failed = order.guest()
                .run("mutation { "
                        + PaymentDesk.pay(order, others.account, "", OrderShop.key())
                                .replace("%s", "") + " }")
                .toString();
        assertThat(failed).contains("errors").doesNotContain(PaymentDesk.CANARY);
        assertThat(output.getAll()).doesNotContain(PaymentDesk.CANARY);
    }

    @Test
    void secrets_are_written_anew_one_by_one_and_sealed_anew_by_another_key() {
        byte[] before = sealed();
        assertThat(
                        refusals(
                                OrderShop.tries(
                                        desk.shop.owner,
                                        "paymentAccountUpdate(id: \"" + desk.account
                                                + "\", input: {secrets: [{name: \"signingKey\", value: \"another\"}]}, ifVersion: 1) { account { version } %s }")))
                .isEmpty();
        byte[] after = sealed();
        assertThat(after).isNotEqualTo(before);
        assertThat(accounts.open(desk.shop.tenant, desk.accountId())).containsEntry("signingKey", "another");
        desk.shop.tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_MANAGE), tx -> {
            accounts.reseal(tx);
            return true;
        });
        assertThat(sealed()).isNotEqualTo(after);
        assertThat(accounts.open(desk.shop.tenant, desk.accountId())).containsEntry("signingKey", "another");
    }

    private byte[] sealed() {
        try (var superuser = TestDatabase.superuser();
                var select = superuser.prepareStatement("select secrets from payment.payment_account where id = ?")) {
            select.setObject(1, desk.accountId().value());
            ResultSet row = select.executeQuery();
            row.next();
            return row.getBytes(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> tablesWith(String canary) throws SQLException {
        String hex = HexFormat.of().formatHex(canary.getBytes(StandardCharsets.UTF_8));
        var found = new ArrayList<String>();
        try (var superuser = TestDatabase.superuser();
                Statement statement = superuser.createStatement()) {
            var tables = new ArrayList<String>();
            ResultSet names = statement.executeQuery(
                    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
            while (names.next()) {
                tables.add(names.getString(1));
            }
            for (String table : tables) {
                ResultSet row = statement.executeQuery("select exists (select from " + table
                        + " t where t::text like '%" + canary + "%' or t::text like '%" + hex + "%')");
                row.next();
                if (row.getBoolean(1)) {
                    found.add(table);
                }
            }
        }
        return found;
    }
}
