package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.payment.PaymentDesk.amount;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose an account at a provider is, and where and for what it can be offered. */
@MerkatoTest
class PaymentAccountTest {

    private static final String TELEBIRR =
            "{name: \"fabricAppId\", value: \"f\"}, {name: \"merchantAppId\", value: \"m\"}, {name: \"telebirrPublicKey\", value: \"k\"}, {name: \"merchantCode\", value: \"%s\"}";

    private final PaymentDesk desk;
    private final ProviderAccounts providers;

    PaymentAccountTest(Merchants merchants, Client client, ProviderAccounts providers) {
        this.desk = new PaymentDesk(merchants, client);
        this.providers = providers;
    }

    @Test
    void whose_an_account_is_stays_once_something_was_paid_by_it_and_its_other_secrets_are_replaced_at_any_time() {
        OrderShop.Placed order = desk.order();
        String payment = OrderShop.does(order.guest(), PaymentDesk.pay(order, desk.onDelivery, "", key()))
                .at("/payment/id")
                .asString();
        String chapa = connect("chapa", secret("secretKey", "one") + ", " + secret("webhookSecret", "two"), "");
        String telebirr = connect(
                "telebirr", secret("appSecret", "s") + ", " + secret("privateKey", "p"), TELEBIRR.formatted("1001"));

        assertThat(update(chapa, "secrets: [" + secret("secretKey", "typed wrongly") + "]"))
                .isEmpty();
        assertThat(update(telebirr, "settings: [" + TELEBIRR.formatted("1002") + "]"))
                .isEmpty();
        asIfPaidBy(chapa, payment);
        assertThat(update(chapa, "secrets: [" + secret("webhookSecret", "new") + "]"))
                .isEmpty();
        assertThat(update(
                        chapa,
                        "secrets: [" + secret("webhookSecret", "new") + ", " + secret("secretKey", "others") + "]"))
                .containsExactly("IN_USE input.secrets.1.value");
        assertThat(update(chapa, "secrets: [" + secret("secretKey", "ours too") + "], sameHolder: true"))
                .isEmpty();
        asIfPaidBy(telebirr, payment);
        assertThat(update(telebirr, "settings: [" + TELEBIRR.formatted("9999") + "], sameHolder: true"))
                .containsExactly("IN_USE input.settings.3.value");
        assertThat(update(
                        telebirr,
                        "settings: ["
                                + TELEBIRR.replace("\"f\"", "\"another app\"").formatted("1002") + "]"))
                .isEmpty();
    }

    @Test
    void a_provider_is_connected_where_it_is_at_home_and_offered_for_what_it_takes() {
        assertThat(
                        refusals(
                                "paymentAccountCreate(input: {provider: \"mpesa\", name: \"M-Pesa\", environment: TEST}) { %s }"))
                .containsExactly("NOT_ALLOWED input.provider");
        String chapa = connect("chapa", secret("secretKey", "one") + ", " + secret("webhookSecret", "two"), "");
        OrderShop.Placed order = desk.order();
        String store = desk.shop.owner.data("{ store { id } }").at("/store/id").asString();
        String offer = "storePaymentAccountsSet(storeId: \"" + store + "\", accountIds: [\"" + desk.onDelivery
                + "\", \"" + chapa + "\"]) { %s }";
        assertThat(refusals(offer)).isEmpty();
        assertThat(OrderShop.refusals(
                        OrderShop.tries(order.guest(), PaymentDesk.pay(order, chapa, amount("0.99"), key()))))
                .containsExactly("OUT_OF_RANGE input.amount");
        ProviderTerms.Limit shillings = Objects.requireNonNull(providers.terms().get("mpesa"))
                .limit(Currency.getInstance("KES"))
                .orElseThrow();
        assertThat(Stream.of("0.99", "1", "1250.50", "250000", "250000.01")
                        .map(each -> shillings.covers(Money.of(new BigDecimal(each), shillings.currency()))))
                .containsExactly(false, true, false, true, false);
        assertThat(shillings).hasToString("1.00 to 250000.00 at once, in steps of 1.00");
        desk.sets("payment.payment_account set provider = 'wave' where provider = 'chapa'");
        assertThat(OrderShop.refusals(
                        OrderShop.tries(order.guest(), PaymentDesk.pay(order, chapa, amount("10"), key()))))
                .as("Wave takes no birr")
                .containsExactly("NOT_ALLOWED input.accountId");
        assertThat(desk.shop
                        .owner
                        .data("{ paymentProviders { code countries } }")
                        .at("/paymentProviders")
                        .valueStream()
                        .filter(each -> each.get("code").asString().equals("wave"))
                        .toList())
                .hasToString("[{\"code\":\"wave\",\"countries\":[\"BF\",\"CI\",\"ML\",\"SN\"]}]");
        desk.sets("payment.payment_account set provider = 'chapa' where provider = 'wave'");
        desk.shop.does("storeUpdate(id: \"" + store + "\", input: {currency: \"USD\", currencies: [\"USD\"]}) { %s }");
        assertThat(refusals(offer)).containsExactly("NOT_ALLOWED accountIds.1");
    }

    @Test
    void chapa_is_offered_for_birr_only() {
        assertThat(Objects.requireNonNull(providers.terms().get("chapa")).limits())
                .extracting(ProviderTerms.Limit::currency)
                .containsExactly(Currency.getInstance("ETB"));
    }

    private String connect(String provider, String secrets, String settings) {
        return desk.shop
                .does("paymentAccountCreate(input: {provider: \"" + provider + "\", name: \"" + provider
                        + "\", environment: TEST, settings: [" + settings + "], secrets: [" + secrets
                        + "]}) { account { id } %s }")
                .at("/account/id")
                .asString();
    }

    private static String secret(String name, String value) {
        return "{name: \"" + name + "\", value: \"" + value + "\"}";
    }

    private List<String> update(String account, String input) {
        return refusals("paymentAccountUpdate(id: \"" + account + "\", input: {" + input + "}) { %s }");
    }

    /** It would have to be asked, were it not. */
    private void asIfPaidBy(String account, String payment) {
        desk.sets("payment.payment set payment_account_id = '" + TypeId.parse("payment_account", account)
                + "' where id = '" + TypeId.parse("payment", payment) + "'");
    }

    private List<String> refusals(String mutation) {
        return OrderShop.refusals(OrderShop.tries(desk.shop.owner, mutation));
    }
}
