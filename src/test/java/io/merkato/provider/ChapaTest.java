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
class ChapaTest {

    private static final Currency ETB = Currency.getInstance("ETB");
    private static final Money AMOUNT = new Money(100535, ETB);

    private final Rig<ChapaBank> rig = Rig.chapa(Duration.ofSeconds(20));
    private final String key = Rig.key();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_payment_is_told_with_chapas_reference_and_fee() throws Exception {
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(new NeverSeen());
        assertThat(rig.ask(rig.charge(key, AMOUNT)))
                .isEqualTo(new Pending(
                        null,
                        new NextAction.Redirect(
                                URI.create("https://checkout.chapa.co/checkout/payment/" + key), null)));
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(new Pending(null, new NextAction.Wait()));
        Told told = rig.bank.pay(key);

        var done = new Done("AP1", AMOUNT, new Money(350, ETB), Instant.parse("2026-11-21T10:05:00Z"));
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(done);
        assertThat(rig.read(told).outcome()).isEqualTo(done);
    }

    @Test
    void a_payment_of_the_other_mode_is_none() throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        Told told = rig.bank.pay(key);
        var live = new ProviderAccount(
                "1", 1, ProviderAccount.Environment.LIVE, Map.of(), rig.account.secrets(), Rig.NOTICES);

        assertThat(rig.provider.read(live, told.raw(live, Rig.NOW)).outcome()).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"failed", "failed/cancelled", "cancelled"})
    void a_payment_that_failed_is_declined_in_whatever_order_it_is_told(String status) throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        Told told = rig.bank.end(key, status);

        var declined = new Declined(DeclineReason.OTHER, status, "The payment failed or was cancelled.");
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isEqualTo(declined);
        assertThat(rig.read(told).outcome()).isEqualTo(declined);
    }

    @Test
    void the_signature_that_is_the_same_for_all_notices_proves_nothing() throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        Told told = rig.bank.pay(key);
        String ofSecret = told.headers().get("chapa-signature");
        String ofBody = told.headers().get("x-chapa-signature");

        assertThatThrownBy(() -> rig.read(told.with(Map.of("chapa-signature", ofSecret))))
                .isInstanceOf(ForgedNotice.class);
        assertThat(rig.read(told.with(Map.of("chapa-signature", ofBody))).key()).isEqualTo(key);
    }

    @Test
    void what_went_back_at_chapas_dashboard_is_shown_and_changes_nothing() throws Exception {
        rig.ask(rig.charge(key, AMOUNT));
        rig.bank.pay(key);

        ProviderNotice refunded = rig.read(rig.bank.end(key, "refunded"));
        assertThat(refunded.about()).isEqualTo(ProviderNotice.About.REFUND);
        assertThat(refunded.outcome()).isInstanceOf(Unknown.class);
        ProviderNotice reversed = rig.read(rig.bank.end(key, "reversed"));
        assertThat(reversed.about()).isEqualTo(ProviderNotice.About.CHARGEBACK);
        assertThat(reversed.outcome()).isInstanceOf(Unknown.class);
        assertThat(rig.enquire(rig.charge(key, AMOUNT))).isInstanceOf(Done.class);
    }

    @Test
    void a_signed_notice_of_something_else_is_kept() {
        assertThatThrownBy(() -> rig.read(rig.bank.told(Map.of("event", "payout.success", "reference", "x"))))
                .isInstanceOf(UnreadableNotice.class);
        byte[] list = "[]".getBytes(StandardCharsets.UTF_8);
        var notice = new RawNotice(
                Map.of("x-chapa-signature", WaveBank.hmac(ChapaBank.WEBHOOK_SECRET, "", list)), list, Rig.NOW);
        assertThatThrownBy(() -> rig.provider.read(rig.account, notice)).isInstanceOf(UnreadableNotice.class);
    }

    @Test
    void refunds_in_parts_take_their_time_and_are_asked_for_by_chapas_reference() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var first = rig.refund(Rig.key(), new Money(535, ETB), payment);
        var second = rig.refund(Rig.key(), new Money(100000, ETB), payment);

        assertThat(rig.ask(first)).isEqualTo(new Pending("RF1", new NextAction.Wait()));
        assertThat(rig.ask(second)).isEqualTo(new Pending("RF2", new NextAction.Wait()));
        rig.bank.refundEnds(first.key(), "refunded");
        rig.bank.refundEnds(second.key(), "reversed");

        assertThat(rig.enquire(Rig.known(first, "RF1")))
                .isEqualTo(new Done("RF1", new Money(535, ETB), null, rig.clock.instant()));
        assertThat(rig.enquire(Rig.known(second, "RF2")))
                .isEqualTo(new Declined(DeclineReason.OTHER, "reversed", "Chapa did not give it back."));
        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(100535);
    }

    @Test
    void a_refund_that_chapa_took_before_is_not_taken_for_refused() throws Exception {
        String payment = rig.paid(key, AMOUNT);
        var refund = rig.refund(Rig.key(), AMOUNT, payment);
        rig.standIn.plan("/AP1", Fault.CUT_AFTER);

        assertThat(rig.ask(refund)).isInstanceOf(Unknown.class);
        assertThat(rig.ask(refund.repeated()))
                .isEqualTo(new Unknown("It may have been done before: the reference has already been taken."));
        assertThat(rig.ask(rig.refund(Rig.key(), new Money(100536, ETB), payment)))
                .isEqualTo(new Declined(DeclineReason.INSUFFICIENT_FUNDS, null, "insufficient balance"));
        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(100535);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "401, Authorization required, MERCHANT_ACCOUNT",
                "401, Invalid API Key or User doesn’t exist, MERCHANT_ACCOUNT",
                "400, User can’t receive payments, MERCHANT_ACCOUNT",
                "404, \"Payments through API is disabled, please contact us\", MERCHANT_ACCOUNT",
                "400, \"Invalid currency, GBP is not supported\", NOT_SUPPORTED",
                "400, Refunds can only be processed in live mode, NOT_SUPPORTED",
                "400, \"Invalid Phone number, please use a proper phone number.\", PAYER_UNKNOWN",
                "400, Insufficient Balance, INSUFFICIENT_FUNDS",
                "400, Merchant fee is greater than split flat amount., OTHER"
            })
    void chapas_words_have_reasons(int status, String words, DeclineReason reason) {
        var said = new ProviderAnswer.Said(
                status, ("{\"status\":\"failed\",\"message\":\"" + words + "\"}").getBytes(StandardCharsets.UTF_8));
        assertThat(ChapaWords.refused(rig.account, said))
                .isInstanceOfSatisfying(
                        Declined.class,
                        declined -> assertThat(declined.reason()).isEqualTo(reason));
    }
}
