package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.TestDatabase;
import io.merkato.ordering.OrderShop;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A shop of a test's own whose orders can be paid by the sandbox, whose secret is a canary, and on delivery. */
final class PaymentDesk {

    static final String CANARY = "canary-4f1d0c7e93";
    static final String FIGURES =
            "payment { id state reference expiresAt amount { amount } pending { amount } authorised { amount } captured { amount } refunded { amount }"
                    + " voided { amount } chargedBack { amount } nextStep { action } operations { kind status declineReason attempts } events { kind source } }";

    final OrderShop shop;
    final String account;
    final String onDelivery;
    final String jug;

    PaymentDesk(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
        this.account = account("sandbox", "Sandbox", "secrets: [{name: \"signingKey\", value: \"" + CANARY + "\"}]");
        this.onDelivery = account(
                "cash_on_delivery", "On delivery", "settings: [{name: \"instructions\", value: \"Have it ready\"}]");
        String store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        shop.does("storePaymentAccountsSet(storeId: \"" + store + "\", accountIds: [\"" + account + "\", \""
                + onDelivery + "\"]) { %s }");
        this.jug = shop.variant("JUG", "1000", 1000);
    }

    private String account(String provider, String name, String more) {
        return shop.does("paymentAccountCreate(input: {provider: \"" + provider + "\", name: \"" + name
                        + "\", environment: TEST, " + more + "}) { account { id } %s }")
                .at("/account/id")
                .asString();
    }

    PaymentAccount.Id accountId() {
        return new PaymentAccount.Id(io.merkato.api.TypeId.parse("payment_account", account));
    }

    /** Of a guest, of two jugs: 2050.00. */
    OrderShop.Placed order() {
        return shop.basket(jug, 2).order();
    }

    JsonNode pays(Client who, OrderShop.Placed order, String more) {
        return OrderShop.tries(who, pay(order, account, more, key()));
    }

    static String pay(OrderShop.Placed order, String account, String more, String key) {
        return "paymentCreate(input: {orderId: \"" + order.id() + "\", accountId: \"" + account + "\"" + more + "}) "
                + key + " { " + FIGURES + " %s }";
    }

    JsonNode asks(String mutation, JsonNode payment, String input) {
        return OrderShop.tries(
                shop.owner,
                mutation + "(id: \"" + payment.get("id").asString() + "\"" + input + ") " + key() + " { " + FIGURES
                        + " %s }");
    }

    static String amount(String amount) {
        return ", amount: {amount: \"" + amount + "\", currency: \"ETB\"}";
    }

    static String input(String amount) {
        return ", input: {amount: {amount: \"" + amount + "\", currency: \"ETB\"}}";
    }

    JsonNode read(JsonNode payment) {
        return shop.owner
                .data("{ payment(id: \"" + payment.get("id").asString() + "\") { "
                        + FIGURES.substring(10, FIGURES.length() - 1) + "} }")
                .get("payment");
    }

    /** State, then held, taken and given back. */
    static String figures(JsonNode payment) {
        return payment.get("state").asString() + " "
                + payment.at("/authorised/amount").asString() + " "
                + payment.at("/captured/amount").asString() + " "
                + payment.at("/refunded/amount").asString();
    }

    /** As if the time had come to ask again. */
    void due() {
        sets("payment.operation set next_at = now() - interval '1 s' where next_at is not null");
    }

    /** Writes rows of the tenant's as only time or another version would. */
    void sets(String update) {
        changes("update " + update + " and tenant_id = ?");
    }

    /** @param change names the tenant by its one parameter */
    void changes(String change) {
        try (var superuser = TestDatabase.superuser();
                var rows = superuser.prepareStatement(change)) {
            rows.setObject(1, shop.tenant.id().value());
            rows.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    int count(String table) {
        try (var superuser = TestDatabase.superuser();
                var select =
                        superuser.prepareStatement("select count(*)::integer from " + table + " where tenant_id = ?")) {
            select.setObject(1, shop.tenant.id().value());
            ResultSet rows = select.executeQuery();
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What webhooks hear of a payment, first to last. */
    List<String> heard(JsonNode payment) {
        return heard(payment.get("id").asString());
    }

    List<String> heard(String aggregate) {
        try (var superuser = TestDatabase.superuser();
                var select = superuser.prepareStatement(
                        "select type from platform.event where tenant_id = ? and aggregate = ? order by position")) {
            select.setObject(1, shop.tenant.id().value());
            select.setString(2, aggregate);
            var types = new ArrayList<String>();
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                types.add(rows.getString(1));
            }
            return types;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What the sandbox's own book says of a payment. */
    String atTheBank(SandboxBank bank, JsonNode payment) {
        return bank.ofPayment(shop.tenant, accountId(), payment.get("reference").asString()).stream()
                .map(act -> act.kind() + " " + act.amount().amount() + " " + act.status())
                .collect(java.util.stream.Collectors.joining(", "));
    }
}
