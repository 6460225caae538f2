package io.merkato.payment;

import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.TypeId;
import io.merkato.provider.MpesaAnswers;
import io.merkato.provider.RawNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** M-Pesa tells by a notice what it was asked: that brings nothing to ask about. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class AnsweredByNoticeTest {

    private static final String NEVER_HEARD_OF = "999.05";

    private final PaymentDesk desk;
    private final PaymentNotices notices;
    private final OperationRepository operations;
    private final ProviderAccounts accounts;

    AnsweredByNoticeTest(
            Merchants merchants,
            Client client,
            PaymentNotices notices,
            OperationRepository operations,
            ProviderAccounts accounts) {
        this.desk = new PaymentDesk(merchants, client);
        this.notices = notices;
        this.operations = operations;
        this.accounts = accounts;
    }

    @Test
    void what_has_just_been_asked_and_is_not_known_is_asked_about_after_its_pause() throws Exception {
        JsonNode payment = desk.pays(desk.shop.owner, desk.order(), "").get("payment");
        desk.asks("paymentRefund", payment, input(NEVER_HEARD_OF));
        PaymentAccount.Id mpesa = mpesa();
        paidBy(mpesa);
        PaymentOperation refund = refund(payment);
        Instant now = Instant.now();

        RawNotice answer = MpesaAnswers.status(
                accounts.find(desk.shop.tenant, mpesa).orElseThrow().account(),
                refund.id().key(),
                "Pending",
                now);
        assertThat(notices.receive(mpesa, answer)).isTrue();
        paidBy(desk.accountId());

        assertThat(desk.count("payment.notice")).isEqualTo(1);
        assertThat(refund(payment).reference()).isEqualTo(refund.reference());
        assertThat(operations.due(desk.shop.tenant, desk.accountId(), now, 9)).isEmpty();
        assertThat(operations.due(desk.shop.tenant, desk.accountId(), now.plus(Duration.ofMinutes(1)), 9))
                .extracting(PaymentOperation::id)
                .containsExactly(refund.id());
    }

    private PaymentAccount.Id mpesa() {
        desk.changes("update tenancy.tenant set country = 'KE' where id = ?");
        String mpesa = desk.shop.does("""
                        paymentAccountCreate(input: {provider: "mpesa", name: "M-Pesa", environment: TEST, settings: [{name: "shortCode", value: "174379"}],
                          secrets: [{name: "consumerKey", value: "k"}, {name: "consumerSecret", value: "s"}, {name: "passkey", value: "p"}]}) { account { id } %s }""").at("/account/id").asString();
        return new PaymentAccount.Id(TypeId.parse("payment_account", mpesa));
    }

    private void paidBy(PaymentAccount.Id account) {
        desk.sets("payment.payment set payment_account_id = '" + account.value() + "' where true");
    }

    private PaymentOperation refund(JsonNode payment) {
        var id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
        return operations
                .ofPayments(desk.shop.tenant, List.of(id))
                .getOrDefault(id, List.of())
                .getLast();
    }
}
