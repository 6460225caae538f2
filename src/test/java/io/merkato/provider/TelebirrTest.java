package io.merkato.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.NeverSeen;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.StandIn.Fault;
import io.merkato.provider.StandIn.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class TelebirrTest {

    private static final Currency ETB = Currency.getInstance("ETB");
    private static final Money AMOUNT = new Money(100535, ETB);
    private static final Instant PAID = Instant.parse("2026-11-21T10:05:00Z");

    private final Rig<TelebirrBank> rig = Rig.telebirr(Duration.ofSeconds(20));
    private final String key = Rig.key();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_page_is_opened_with_a_signature_of_the_merchants() {
        assertThat(rig.ask(rig.charge(key, AMOUNT))).isInstanceOfSatisfying(Pending.class, pending -> {
            assertThat(pending.reference()).isEqualTo(key);
            var page = (NextAction.Redirect) pending.next();
            assertThat(page.expiresAt()).isEqualTo(Rig.NOW.plus(Duration.ofMinutes(30)));
            assertThat(page.url().toString())
                    .startsWith(rig.standIn.address()
                            + "/payment/web/paygate?appid=merchant-app&merch_code=245445&nonce_str=")
                    .contains("&prepay_id=prepaid-" + key + "&timestamp=" + Rig.NOW.getEpochSecond() + "&sign=")
                    .endsWith("&sign_type=SHA256WithRSA&version=1.0&trade_type=Checkout");
        });
    }

    @Test
    void an_order_is_told_by_notice_and_by_query_alike() throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(new Pending(key, new NextAction.Wait()));
        Told told = rig.bank.pay(key);

        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(new Done(key, AMOUNT, null, PAID));
        assertThat(rig.read(told).outcome()).isEqualTo(new Done(key, AMOUNT, null, PAID));
        assertThat(rig.enquire(rig.charge(Rig.key(), AMOUNT))).isInstanceOf(Unknown.class);
    }

    @Test
    void an_order_whose_page_was_lost_and_is_not_opened_again_ends_by_itself() {
        rig.bank.refusesOrdersPlacedTwice();
        var charge = rig.charge(key, AMOUNT);
        rig.standIn.plan("/preOrder", Fault.CUT_AFTER);

        assertThat(rig.ask(charge)).isInstanceOf(Unknown.class);
        assertThat(rig.ask(charge.repeated())).isEqualTo(new Pending(key, new NextAction.Wait()));
        rig.bank.end(key, "ORDER_CLOSED");
        assertThat(rig.ask(charge.repeated()))
                .isEqualTo(new Declined(DeclineReason.EXPIRED, "ORDER_CLOSED", "The order was not paid in time."));
    }

    @ParameterizedTest
    @CsvSource({
        "WAIT_PAY, Pending",
        "PAYING, Pending",
        "ACCEPTED, Pending",
        "PAY_SUCCESS, Done",
        "REFUNDING, Done",
        "REFUND_SUCCESS, Done",
        "REFUND_FAILED, Done",
        "PAY_FAILED, Declined",
        "ORDER_CLOSED, Declined",
        "ELSE, Unknown"
    })
    void each_state_of_an_order_says_whether_it_was_paid(String status, String outcome) {
        rig.ask(rig.charge(key, AMOUNT));
        rig.bank.end(key, status);

        assertThat(rig.enquire(rig.charge(key, AMOUNT)).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"Paying, Pending", "Pending, Pending", "Completed, Done", "Failure, Declined", "Expired, Unknown"})
    void each_state_of_a_notice_says_whether_it_was_paid(String status, String outcome) throws Exception {
        rig.ask(rig.charge(key, AMOUNT));

        assertThat(rig.read(rig.bank.told(key, status)).outcome().getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void a_notice_is_good_for_five_minutes_and_for_its_merchant() throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        Told told = rig.bank.pay(key);

        rig.clock.pass(Duration.ofMinutes(5));
        assertThat(rig.read(told).outcome()).isInstanceOf(Done.class);
        rig.clock.pass(Duration.ofSeconds(1));
        assertForged(told);
        rig.clock.pass(Duration.ofMinutes(-11));
        assertForged(told);
        rig.clock.pass(Duration.ofMinutes(6));
        var fields = fields();
        assertThat(rig.read(TelebirrBank.told("https://x.example", fields)).key())
                .isEqualTo(key);
        fields.put("merch_code", "1");
        assertForged(TelebirrBank.told("https://x.example", fields));
        fields.remove("merch_code");
        assertForged(TelebirrBank.told("https://x.example", fields));
    }

    @Test
    void a_value_that_could_be_two_is_none() {
        var fields = fields();
        fields.put("callback_info", "x&merch_order_id=" + key);
        fields.remove("merch_order_id");

        assertForged(TelebirrBank.told("https://x.example", fields));
    }

    @Test
    void a_name_that_could_hide_a_field_is_none_and_a_currency_that_is_not_told_is_not_guessed() throws Exception {
        var fields = fields();
        fields.put("merch_order_id=" + key + "&note", "x");
        assertForged(TelebirrBank.told("https://x.example", fields));
        fields = fields();
        fields.put("note=x&note", "x");
        assertForged(TelebirrBank.told("https://x.example", fields));

        assertThat(rig.read(TelebirrBank.told("https://x.example", fields())).outcome())
                .isInstanceOf(Unknown.class);
    }

    @Test
    void a_signed_notice_that_names_no_order_is_kept() {
        var fields = fields();
        fields.remove("merch_order_id");

        assertThatThrownBy(() -> rig.read(TelebirrBank.told("https://x.example", fields)))
                .isInstanceOf(UnreadableNotice.class);
    }

    private void assertForged(Told told) {
        assertThatThrownBy(() -> rig.read(told)).isInstanceOf(ForgedNotice.class);
    }

    private Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("appid", "merchant-app");
        fields.put("merch_code", "245445");
        fields.put("merch_order_id", key);
        fields.put("notify_time", Long.toString(Rig.NOW.getEpochSecond()));
        fields.put("total_amount", "10.00");
        fields.put("trade_status", "Completed");
        fields.put("trans_end_time", "1670575472");
        return fields;
    }

    @Test
    void refunds_in_parts_are_done_once_each() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var first = rig.refund(Rig.key(), new Money(535, ETB), payment);
        var second = rig.refund(Rig.key(), new Money(100000, ETB), payment);

        assertThat(rig.enquire(first)).isEqualTo(new NeverSeen());
        assertThat(rig.ask(first)).isEqualTo(new Done(first.key(), new Money(535, ETB), null, Rig.NOW));
        assertThat(rig.enquire(second)).isEqualTo(new Unknown("Telebirr does not say which refund was done."));
        assertThat(rig.ask(second)).isInstanceOf(Done.class);
        assertThat(rig.ask(first.repeated())).isInstanceOf(Done.class);
        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(100535);
    }

    @Test
    void the_whole_is_given_back_by_one_refund_whichever_is_asked_about() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var never = rig.refund(Rig.key(), AMOUNT, payment).ofWhole(true);
        var done = rig.refund(Rig.key(), AMOUNT, payment).ofWhole(true);

        assertThat(rig.ask(done)).isEqualTo(new Done(key + "/refund", AMOUNT, null, Rig.NOW));
        assertThat(rig.enquire(done)).isEqualTo(new Done(key + "/refund", AMOUNT, null, PAID));
        assertThat(rig.enquire(never))
                .as("so that it is booked once")
                .isEqualTo(new Done(key + "/refund", AMOUNT, null, PAID));
    }

    @Test
    void a_refund_under_way_waits_and_one_that_failed_is_declined() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        rig.bank.refundsAre("REFUND_FAILED");
        assertThat(rig.ask(rig.refund(Rig.key(), AMOUNT, payment)))
                .isEqualTo(new Declined(DeclineReason.OTHER, "REFUND_FAILED", "Telebirr did not give it back."));

        rig.bank.refundsAre("REFUNDING");
        var refund = rig.refund(Rig.key(), AMOUNT, payment);
        assertThat(rig.ask(refund)).isEqualTo(new Pending(refund.key(), new NextAction.Wait()));
        assertThat(rig.enquire(refund)).isEqualTo(new Pending(refund.key(), new NextAction.Wait()));
        rig.bank.end(key, "REFUND_SUCCESS");
        assertThat(rig.enquire(refund)).isEqualTo(new Done(refund.key(), AMOUNT, null, PAID));
    }

    @Test
    void what_is_not_paid_is_not_given_back() {
        rig.ask(rig.charge(key, AMOUNT));

        assertThat(rig.ask(rig.refund(Rig.key(), AMOUNT, key)))
                .isEqualTo(new Declined(
                        DeclineReason.NOT_SUPPORTED, "60320021", "The original order status has not been completed."));
    }

    @Test
    void what_is_not_to_be_given_back_may_have_been_given_back_by_a_question_that_was_lost() {
        rig.ask(rig.charge(key, AMOUNT));
        rig.standIn.plan("/merchant/refund", StandIn.Fault.CUT_BEFORE);

        assertThat(rig.ask(rig.refund(Rig.key(), AMOUNT, key)))
                .isEqualTo(new Unknown("Telebirr does not say whether it was given back: 60320021."));
    }

    @Test
    void a_refund_that_failed_for_a_reason_that_may_pass_is_asked_for_again_under_its_key() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var refund = rig.refund(Rig.key(), AMOUNT, payment);
        rig.bank.refundsAre("BUSY");
        assertThat(rig.ask(refund))
                .isEqualTo(new Unknown("Telebirr does not say whether it was given back: 60320099."));

        rig.bank.refundsAre("REFUND_SUCCESS");
        assertThat(rig.ask(refund.repeated())).isInstanceOf(Done.class);
        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(100535);
    }

    @Test
    void a_token_is_kept_for_its_hour_and_renewed_where_it_ends_early() {
        rig.ask(rig.charge(Rig.key(), AMOUNT));
        rig.clock.pass(Duration.ofMinutes(58));
        rig.ask(rig.charge(Rig.key(), AMOUNT));
        assertThat(rig.bank.tokens()).isEqualTo(1);
        rig.clock.pass(Duration.ofMinutes(1));
        rig.ask(rig.charge(Rig.key(), AMOUNT));
        assertThat(rig.bank.tokens()).isEqualTo(2);
        rig.bank.endTokens();
        assertThat(rig.ask(rig.charge(Rig.key(), AMOUNT))).isInstanceOf(Pending.class);
        assertThat(rig.bank.tokens()).isEqualTo(3);
    }

    @Test
    void a_key_that_is_none_is_the_accounts_fault() {
        var account = new ProviderAccount(
                "1",
                1,
                rig.account.environment(),
                rig.account.settings(),
                Map.of("appSecret", TelebirrBank.APP_SECRET, "privateKey", "no key"),
                Rig.NOTICES);

        assertThat(rig.provider.request(account, rig.charge(key, AMOUNT)))
                .isInstanceOfSatisfying(
                        Declined.class,
                        declined -> assertThat(declined.reason()).isEqualTo(DeclineReason.MERCHANT_ACCOUNT));
        assertThat(rig.standIn.asked()).isEmpty();
    }
}
