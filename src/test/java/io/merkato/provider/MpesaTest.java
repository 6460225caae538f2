package io.merkato.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.StandIn.Fault;
import io.merkato.provider.StandIn.Told;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class MpesaTest {

    private static final Currency KES = Currency.getInstance("KES");
    private static final Money AMOUNT = new Money(100500, KES);

    private final Rig<MpesaBank> rig = Rig.mpesa(Duration.ofSeconds(20));
    private final String key = Rig.key();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_phone_asks_and_what_became_of_it_is_asked_for() throws Exception {
        var charge = rig.charge(key, AMOUNT);
        var asking = new Pending("ws_CO_1", new NextAction.ConfirmOnPhone(Rig.NOW.plus(Duration.ofMinutes(2))));
        assertThat(rig.ask(charge)).isEqualTo(asking);
        assertThat(rig.enquire(Rig.known(charge, "ws_CO_1"))).isEqualTo(asking);
        Told told = rig.bank.pay(key);

        assertThat(rig.read(told))
                .isEqualTo(new ProviderNotice(
                        "push/ws_CO_1/0",
                        ProviderNotice.About.PAYMENT,
                        key,
                        "ws_CO_1",
                        new Unknown("M-Pesa signs nothing and has to be asked."),
                        Rig.NOW));
        assertThat(rig.enquire(Rig.known(charge, "ws_CO_1"))).isEqualTo(new Done("ws_CO_1", AMOUNT, null, Rig.NOW));
        assertThat(rig.enquire(Rig.known(charge, "ws_CO_2"))).isInstanceOf(Unknown.class);
        assertThat(rig.enquire(charge)).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, INSUFFICIENT_FUNDS",
        "2, LIMIT_EXCEEDED",
        "3, LIMIT_EXCEEDED",
        "4, LIMIT_EXCEEDED",
        "8, LIMIT_EXCEEDED",
        "17, LIMIT_EXCEEDED",
        "1001, OTHER",
        "1019, EXPIRED",
        "1025, OTHER",
        "1032, CANCELLED_BY_PAYER",
        "1037, EXPIRED",
        "2001, AUTHENTICATION_FAILED",
        "2028, MERCHANT_ACCOUNT",
        "8006, ACCOUNT_BLOCKED",
        "9999, OTHER",
        "SFC_IC0003, MERCHANT_ACCOUNT"
    })
    void a_push_that_came_to_nothing_has_a_reason(String code, DeclineReason reason) throws Exception {
        var charge = rig.charge(key, AMOUNT);
        rig.ask(charge);

        assertThat(rig.settle(charge, rig.bank.refuse(key, code)))
                .isEqualTo(new Declined(reason, code, "It came to " + code));
        assertThat(rig.bank.journal().sum("paid")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"26", "4711", "X"})
    void a_code_of_no_document_decides_nothing(String code) throws Exception {
        var charge = rig.charge(key, AMOUNT);
        rig.ask(charge);

        assertThat(rig.settle(charge, rig.bank.refuse(key, code))).isInstanceOf(Unknown.class);
    }

    @Test
    void a_push_under_way_is_pending_by_either_of_its_answers() throws Exception {
        var charge = rig.charge(key, AMOUNT);
        rig.ask(charge);

        assertThat(rig.settle(charge, rig.bank.refuse(key, "4999"))).isInstanceOf(Pending.class);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 500.001.1001, Merchant does not exist, MERCHANT_ACCOUNT",
        "500, 500.001.1001, Wrong credentials, MERCHANT_ACCOUNT",
        "500, 500.001.1001, 'Unable to lock subscriber, a transaction is already in process', OTHER",
        "500, 500.003.02, Spike Arrest Violation, OTHER",
        "500, 500.003.03, Quota Violation, OTHER",
        "400, 400.002.02, Bad Request - Invalid Amount, OTHER"
    })
    void what_the_gateway_refused_was_not_done(int status, String code, String message, DeclineReason reason) {
        rig.bank.answersNext(status, code, message);

        assertThat(rig.ask(rig.charge(key, AMOUNT))).isEqualTo(new Declined(reason, code, message));
        assertThat(rig.bank.journal().count("opened")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"500.003.1001", "500.001.1001"})
    void what_broke_within_may_have_been_done(String code) {
        rig.bank.answersNext(500, code, "Internal Server Error");

        assertThat(rig.ask(rig.charge(key, AMOUNT))).isInstanceOf(Unknown.class);
    }

    @Test
    void a_push_is_never_sent_twice() {
        var charge = rig.charge(key, AMOUNT);
        rig.standIn.plan("/processrequest", Fault.CUT_AFTER);
        rig.ask(charge);
        for (int i = 0; i < 3; i++) {
            assertThat(rig.ask(charge.repeated())).isInstanceOf(Unknown.class);
        }

        assertThat(rig.standIn.asked("/processrequest")).isEqualTo(1);
    }

    @Test
    void a_push_that_certainly_was_not_sent_is_declined() {
        rig.standIn.close();

        assertThat(rig.ask(rig.charge(key, AMOUNT)))
                .isEqualTo(new Declined(
                        DeclineReason.OTHER, null, "The provider could not be reached. Nothing was asked."));
    }

    @Test
    void addresses_are_made_by_a_key_of_ours_and_those_of_before_stay_valid_when_the_secret_is_replaced()
            throws Exception {
        ProviderRequest before = rig.refund(Rig.key(), AMOUNT, "ws_CO_1");
        rig.ask(before);
        Told told = rig.bank.result(before.key());
        var replaced = with(NoticeKeys.added(rig.account.secrets(), Map.of("consumerSecret", "another")));
        assertThat(replaced.secrets())
                .containsEntry("consumerSecret", "another")
                .hasSize(6);
        assertThat(rig.provider.read(replaced, told.raw(replaced, Rig.NOW)).key())
                .isEqualTo(before.key());
        assertThat(replaced.secrets().keySet().stream().filter(NoticeKeys::isOurs))
                .hasSize(2);
        assertThat(NoticeKeys.added(replaced.secrets(), Map.of("passkey", "p")))
                .containsAllEntriesOf(Map.of(
                        "noticeKey", replaced.secrets().get("noticeKey"),
                        "formerNoticeKey", replaced.secrets().get("formerNoticeKey")));

        var fresh = with(NoticeKeys.added(rig.account.secrets()));
        assertThatThrownBy(() -> rig.provider.read(fresh, told.raw(fresh, Rig.NOW)))
                .isInstanceOf(ForgedNotice.class);
        ProviderRequest after = rig.refund(Rig.key(), AMOUNT, "ws_CO_1");
        rig.provider.request(fresh, after);
        Told mine = rig.bank.result(after.key());
        assertThat(rig.provider.read(fresh, mine.raw(fresh, Rig.NOW)).key()).isEqualTo(after.key());
    }

    private ProviderAccount with(Map<String, String> secrets) {
        return new ProviderAccount(
                rig.account.id(), 1, rig.account.environment(), rig.account.settings(), secrets, Rig.NOTICES);
    }

    @Test
    void who_waits_for_a_token_that_another_asks_for_in_vain_does_not_ask_once_more() throws Exception {
        try (var slow = Rig.mpesa(Duration.ofSeconds(2));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                slow.standIn.plan("client_credentials", StandIn.Fault.SILENT_AFTER);
            }
            var together = new CyclicBarrier(8);
            var asking = new ArrayList<Callable<Outcome>>();
            for (int i = 0; i < 8; i++) {
                asking.add(() -> {
                    together.await();
                    return slow.ask(slow.charge(Rig.key(), Rig.Kind.MPESA.amount));
                });
            }
            for (Future<Outcome> asked : threads.invokeAll(asking)) {
                assertThat(asked.get()).isInstanceOf(Outcome.Declined.class);
            }
            assertThat(slow.standIn.asked("client_credentials")).isEqualTo(1);
        }
    }

    @Test
    void a_token_is_kept_until_shortly_before_its_end_and_renewed_where_it_ends_early() {
        rig.ask(rig.charge(Rig.key(), AMOUNT));
        rig.clock.pass(Duration.ofSeconds(3538));
        rig.ask(rig.charge(Rig.key(), AMOUNT));
        assertThat(rig.bank.tokens()).isEqualTo(1);

        rig.clock.pass(Duration.ofSeconds(1));
        rig.ask(rig.charge(Rig.key(), AMOUNT));
        assertThat(rig.bank.tokens()).isEqualTo(2);

        rig.bank.endTokens();
        assertThat(rig.ask(rig.charge(Rig.key(), AMOUNT))).isInstanceOf(Pending.class);
        assertThat(rig.bank.tokens()).isEqualTo(3);
        assertThat(rig.bank.journal().count("opened")).isEqualTo(4);
    }

    @Test
    void whole_shillings_of_kenyan_phones_only() {
        var odd = rig.charge(key, new Money(100501, KES));
        assertThat(rig.ask(odd)).isEqualTo(Outcomes.notSupported("M-Pesa moves whole shillings only."));
        var abroad =
                new ProviderRequest(key, ProviderRequest.Kind.CHARGE, AMOUNT, null, null, "1", "+251912345678", null);
        assertThat(rig.ask(abroad)).isEqualTo(Outcomes.notSupported("M-Pesa needs a Kenyan phone number."));
        assertThat(rig.standIn.asked()).isEmpty();
    }

    @Test
    void a_refund_in_part_is_paid_to_the_phone_once_and_its_result_is_told() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var refund = rig.refund(Rig.key(), new Money(500, KES), payment);

        var waiting = new Pending(refund.key(), new NextAction.Wait());
        assertThat(rig.ask(refund)).isEqualTo(waiting);
        assertThat(rig.ask(refund.repeated())).isEqualTo(waiting);
        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(500);
        assertThat(rig.enquire(refund)).isEqualTo(new Unknown("M-Pesa was asked and will tell by a notice."));

        ProviderNotice notice = rig.read(rig.bank.result(refund.key()));
        assertThat(notice.about()).isEqualTo(ProviderNotice.About.REFUND);
        assertThat(notice.key()).isEqualTo(refund.key());
        assertThat(notice.outcome()).isEqualTo(new Done(refund.key(), new Money(500, KES), null, Rig.NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "1, INSUFFICIENT_FUNDS",
        "3, LIMIT_EXCEEDED",
        "11, MERCHANT_ACCOUNT",
        "21, MERCHANT_ACCOUNT",
        "2001, MERCHANT_ACCOUNT",
        "2040, PAYER_UNKNOWN",
        "8006, MERCHANT_ACCOUNT",
        "SFC_IC0003, PAYER_UNKNOWN"
    })
    void a_refund_that_came_to_nothing_has_a_reason(String code, DeclineReason reason) throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var refund = rig.refund(Rig.key(), AMOUNT, payment);
        rig.bank.paymentsEnd(code);
        rig.ask(refund);

        assertThat(rig.read(rig.bank.result(refund.key())).outcome())
                .isEqualTo(new Declined(reason, code, "It came to " + code));
    }

    @Test
    void
            a_refund_that_mpesa_could_not_take_is_asked_for_again_whatever_code_it_has_in_common_with_one_that_was_taken() {
        var refund = rig.refund(Rig.key(), AMOUNT, "ws_CO_1");
        rig.bank.answersNext(500, "500.002.1001", "System internal error.");

        assertThat(rig.ask(refund)).isEqualTo(new Pending(refund.key(), new NextAction.Wait()));
        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(AMOUNT.minorUnits());
    }

    @Test
    void a_refund_that_may_have_been_done_is_declined_by_no_refusal_to_do_it_again() {
        var refund = rig.refund(Rig.key(), AMOUNT, "ws_CO_1");
        rig.bank.answersNext(400, "400.002.02", "Bad Request - Invalid PartyB");
        assertThat(rig.ask(refund.repeated()))
                .isEqualTo(new Unknown("It may have been done before: Bad Request - Invalid PartyB"));

        // Nor where the same asking repeats what was lost, with another token.
        rig.bank.endTokens();
        rig.standIn.plan("/paymentrequest", Fault.CUT_BEFORE);
        rig.bank.answersNext(400, "400.002.02", "Bad Request - Invalid PartyB");
        assertThat(rig.ask(refund))
                .isEqualTo(new Unknown("It may have been done before: Bad Request - Invalid PartyB"));
        assertThat(rig.bank.tokens()).isEqualTo(2);
    }

    @Test
    void a_status_that_says_done_is_taken_and_any_other_decides_nothing() throws Exception {
        var refund = rig.refund(Rig.key(), AMOUNT, "ws_CO_1");
        String url = MpesaNotices.address(rig.account, refund, MpesaNotices.Purpose.STATUS);

        assertThat(rig.read(MpesaBank.status(url, "Completed", 1005)).outcome())
                .isEqualTo(new Done(refund.key(), AMOUNT, null, Instant.parse("2026-11-21T10:05:00Z")));
        assertThat(rig.read(MpesaBank.status(url, "Pending", 1005)).outcome()).isInstanceOf(Unknown.class);
    }

    @Test
    void an_address_is_good_for_its_purpose_and_account_only() throws Exception {
        var refund = rig.refund(Rig.key(), AMOUNT, "ws_CO_1");
        rig.ask(rig.charge(key, AMOUNT));
        Told told = rig.bank.pay(key);
        var result = Map.of("Result", Map.of("ResultCode", 0));

        for (String tail :
                List.of("", "x", refund.key(), refund.key() + "0".repeat(32), refund.key() + "0".repeat(33))) {
            var notice = new RawNotice(Map.of(), "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), Rig.NOW, tail);
            assertThatThrownBy(() -> rig.provider.read(rig.account, notice)).isInstanceOf(ForgedNotice.class);
        }
        // The address of a push does not take the result of a refund for itself.
        byte[] body = tools.jackson.databind.json.JsonMapper.shared().writeValueAsBytes(result);
        assertThatThrownBy(() -> rig.read(new Told(told.url(), Map.of(), body))).isInstanceOf(UnreadableNotice.class);
        var other = new ProviderAccount(
                "account-2", 1, rig.account.environment(), Map.of(), rig.account.secrets(), Rig.NOTICES);
        assertThatThrownBy(() -> rig.provider.read(other, told.raw(other, Rig.NOW)))
                .isInstanceOf(ForgedNotice.class);
        URI timeout = URI.create(MpesaNotices.address(rig.account, refund, MpesaNotices.Purpose.TIMEOUT));
        assertThat(rig.read(new Told(timeout, Map.of(), "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .outcome())
                .isInstanceOf(Unknown.class);
    }

    @Test
    void an_account_without_disbursement_takes_and_does_not_give_back() {
        var account = new ProviderAccount(
                "1", 1, rig.account.environment(), Map.of("shortCode", "174379"), rig.account.secrets(), Rig.NOTICES);

        assertThat(rig.provider.request(account, rig.charge(key, AMOUNT))).isInstanceOf(Pending.class);
        assertThat(rig.provider.request(account, rig.refund(key, AMOUNT, "ws_CO_1")))
                .isInstanceOfSatisfying(
                        Declined.class,
                        declined -> assertThat(declined.reason()).isEqualTo(DeclineReason.MERCHANT_ACCOUNT));
        assertThat(rig.provider.request(
                        account, rig.refund(key, AMOUNT, "ws_CO_1").repeated()))
                .isInstanceOf(Unknown.class);
    }
}
