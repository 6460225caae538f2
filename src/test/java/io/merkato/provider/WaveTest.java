package io.merkato.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.NeverSeen;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.StandIn.Told;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class WaveTest {

    private static final Money AMOUNT = new Money(1005, Currency.getInstance("XOF"));

    private final Rig<WaveBank> rig = Rig.wave(Duration.ofSeconds(20));
    private final String key = Rig.key();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_session_is_opened_in_waves_app_until_it_expires() {
        assertThat(rig.ask(rig.charge(key, AMOUNT)))
                .isEqualTo(new Pending(
                        "cos-1",
                        new NextAction.Redirect(
                                URI.create("https://pay.wave.com/c/cos-1"), Instant.parse("2026-11-21T10:30:00Z"))));
    }

    @Test
    void a_session_is_found_by_its_key_and_its_id_and_one_that_is_not_there_never_was() {
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(new NeverSeen());
        rig.ask(rig.charge(key, AMOUNT));
        rig.bank.pay(key);

        var done = new Done("cos-1", AMOUNT, null, Instant.parse("2026-11-21T10:05:00Z"));
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(done);
        assertThat(rig.enquire(Rig.known(rig.charge(key, AMOUNT), "cos-1"))).isEqualTo(done);
        assertThat(rig.enquire(Rig.known(rig.charge(key, AMOUNT), "cos-2"))).isInstanceOf(Unknown.class);
        assertThat(rig.ask(rig.charge(key, AMOUNT).repeated())).isEqualTo(done);
        assertThat(rig.bank.journal().count("opened")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "insufficient-funds, INSUFFICIENT_FUNDS",
        "blocked-account, ACCOUNT_BLOCKED",
        "kyb-limits-exceeded, LIMIT_EXCEEDED",
        "cross-border-payment-not-allowed, NOT_SUPPORTED",
        "customer-age-restricted, NOT_SUPPORTED",
        "payer-mobile-mismatch, AUTHENTICATION_FAILED",
        "payment-failure, OTHER"
    })
    void a_payment_that_failed_can_be_tried_again_until_the_session_ends(String code, DeclineReason reason)
            throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        assertThat(rig.read(rig.bank.fail(key, code)).outcome()).isInstanceOf(Pending.class);

        rig.bank.end(key, "complete", "cancelled");
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(new Declined(reason, code, "It failed."));
        rig.bank.end(key, "expired", "cancelled");
        assertThat(rig.enquire(rig.charge(key, AMOUNT)))
                .isEqualTo(new Declined(DeclineReason.EXPIRED, "expired", "The session has expired."));
    }

    @Test
    void wave_gives_back_whole_payments_only() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var part = new Money(1004, AMOUNT.currency());

        assertThat(rig.ask(rig.refund(Rig.key(), part, payment)))
                .isEqualTo(Outcomes.notSupported("Wave gives back the whole payment only."));
        assertThat(rig.bank.journal().count("refunded")).isZero();
        assertThat(rig.ask(rig.refund(Rig.key(), AMOUNT, payment)))
                .isEqualTo(new Done("cos-1/refund", AMOUNT, null, rig.clock.instant()));
    }

    @Test
    void a_refund_is_done_once_also_where_wave_does_not_tell_of_it() throws Exception {
        rig.bank.tellsNoRefunds();
        String payment = rig.paid(key, AMOUNT);
        var refund = rig.refund(Rig.key(), AMOUNT, payment);

        assertThat(rig.enquire(refund)).isEqualTo(new NeverSeen());
        rig.ask(refund);
        assertThat(rig.enquire(refund)).isEqualTo(new NeverSeen());
        assertThat(rig.ask(refund.repeated())).isInstanceOf(Done.class);
        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(1005);
    }

    @Test
    void an_unpaid_session_is_not_given_back() {
        rig.ask(rig.charge(key, AMOUNT));

        assertThat(rig.ask(rig.refund(Rig.key(), AMOUNT, "cos-1"))).isInstanceOf(Declined.class);
        assertThat(rig.bank.journal().count("refunded")).isZero();
    }

    @Test
    void signed_are_the_time_and_the_body_with_nothing_between() throws Exception {
        byte[] body = "{\"id\":\"EV_1\",\"type\":\"test.test_event\",\"data\":{}}".getBytes(StandardCharsets.UTF_8);
        String time = Long.toString(Rig.NOW.getEpochSecond());
        String mac = WaveBank.hmac(WaveBank.SECRET, time, body);

        var notice = new RawNotice(Map.of("wave-signature", "t=" + time + ",v1=" + mac), body, Rig.NOW);
        assertThatThrownBy(() -> rig.provider.read(rig.account, notice))
                .isInstanceOf(UnreadableNotice.class)
                .hasMessage("Wave tells of something else than a session.");
        String dotted = WaveBank.hmac(WaveBank.SECRET, time + ".", body);
        assertForged("t=" + time + ",v1=" + dotted, body);
    }

    @Test
    void one_of_several_signatures_and_one_of_two_secrets_is_enough() throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        Told told = rig.bank.pay(key);
        String good = told.headers().get("wave-signature");
        String bad = "v1=" + "0".repeat(64);

        assertThat(rig.read(told.with(Map.of("wave-signature", good + "," + bad)))
                        .outcome())
                .isInstanceOf(Done.class);
        assertThat(rig.read(told.with(Map.of("wave-signature", good.replace(",", "," + bad + ", "))))
                        .outcome())
                .isInstanceOf(Done.class);
        var turned = new ProviderAccount(
                "1",
                2,
                rig.account.environment(),
                Map.of(),
                Map.of("webhookSecret", "new " + WaveBank.SECRET),
                Rig.NOTICES);
        assertThat(rig.provider.read(turned, told.raw(turned, Rig.NOW)).reference())
                .isEqualTo("cos-1");
    }

    @Test
    void a_notice_is_good_for_five_minutes() throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        Told told = rig.bank.pay(key);

        rig.clock.pass(Duration.ofMinutes(5));
        assertThat(rig.read(told).outcome()).isInstanceOf(Done.class);
        rig.clock.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> rig.read(told))
                .isInstanceOf(ForgedNotice.class)
                .hasMessage("Its time is too far from now.");
        rig.clock.pass(Duration.ofMinutes(-11));
        assertThatThrownBy(() -> rig.read(told)).isInstanceOf(ForgedNotice.class);
    }

    @Test
    void a_header_of_any_other_form_signs_nothing() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String time = Long.toString(Rig.NOW.getEpochSecond());
        String mac = WaveBank.hmac(WaveBank.SECRET, time, body);

        assertForged("", body);
        assertForged("v1=" + mac, body);
        assertForged("t=" + time, body);
        assertForged("t=" + time + ",v1=", body);
        assertForged("t=" + time + ",v1=" + mac.substring(1), body);
        assertForged("t=" + time + ",v0=" + mac, body);
        assertForged("t=99999999999999999999,v1=" + mac, body);
        assertForged("t=-1,v1=" + mac, body);
        assertForged("t=" + time + ",v1=" + mac + ",".repeat(3000), body);
    }

    private void assertForged(String header, byte[] body) {
        var notice = new RawNotice(Map.of("wave-signature", header), body, Rig.NOW);
        assertThatThrownBy(() -> rig.provider.read(rig.account, notice)).isInstanceOf(ForgedNotice.class);
    }
}
