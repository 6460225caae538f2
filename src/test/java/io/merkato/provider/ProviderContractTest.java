package io.merkato.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.StandIn.Fault;
import io.merkato.provider.StandIn.Told;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link PaymentProvider} promises, of every adapter, by the money that its stand-in really moved. */
@NullUnmarked
class ProviderContractTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Set<Fault> HANGING = EnumSet.of(Fault.SILENT_AFTER, Fault.SLOW_AFTER);
    private static final Set<Fault> UNDONE = EnumSet.of(Fault.ERROR_BEFORE, Fault.CUT_BEFORE);

    @ParameterizedTest
    @EnumSource
    void a_charge_is_paid_once_and_told_with_its_exact_amount(Rig.Kind kind) throws Exception {
        try (Rig<?> rig = kind.rig()) {
            String key = Rig.key();
            var charge = rig.charge(key, kind.amount);

            assertThat(rig.ask(charge))
                    .isInstanceOfSatisfying(
                            Pending.class,
                            pending -> assertThat(pending.next()).isNotInstanceOf(NextAction.Wait.class));
            assertThat(rig.bank.journal().sum("paid")).isZero();
            Told told = rig.bank.pay(key);

            assertThat(rig.settle(charge, told))
                    .isInstanceOfSatisfying(
                            Done.class, done -> assertThat(done.amount()).isEqualTo(kind.amount));
            assertThat(rig.bank.journal().sum("paid")).isEqualTo(kind.amount.minorUnits());
            assertThat(rig.bank.pay(key)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("quickFaults")
    void a_charge_whose_answer_was_lost_moves_money_once(Rig.Kind kind, Fault fault) throws Exception {
        try (Rig<?> rig = kind.rig()) {
            chargeWithLostAnswer(rig, kind, fault);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_charge_that_is_answered_too_late_moves_money_once(Rig.Kind kind) throws Exception {
        try (Rig<?> rig = kind.rig(SHORT)) {
            chargeWithLostAnswer(rig, kind, Fault.SILENT_AFTER);
        }
    }

    private static void chargeWithLostAnswer(Rig<?> rig, Rig.Kind kind, Fault fault) throws Exception {
        String key = Rig.key();
        var charge = rig.charge(key, kind.amount);
        rig.standIn.plan(kind.charging, fault);

        assertThat(rig.ask(charge)).isInstanceOf(Unknown.class);
        Outcome again = rig.ask(charge.repeated());
        rig.ask(charge.repeated());

        // Nobody ever had the address of Chapa's page; M-Pesa's phone asks, if it does, without our knowing.
        Told told = kind == Rig.Kind.CHAPA && !UNDONE.contains(fault) ? null : rig.bank.pay(key);
        Outcome end = rig.settle(charge, told);
        long taken = rig.bank.journal().sum("paid");
        if (told == null) {
            assertThat(taken).isZero();
            assertThat(again).isInstanceOf(kind == Rig.Kind.CHAPA ? Declined.class : Unknown.class);
            assertThat(end).isNotInstanceOf(Done.class);
        } else {
            assertThat(rig.bank.pay(key)).isNull();
            assertThat(taken).isEqualTo(kind.amount.minorUnits());
            assertThat(end)
                    .isInstanceOfSatisfying(
                            Done.class, done -> assertThat(done.amount()).isEqualTo(kind.amount));
        }
    }

    @ParameterizedTest
    @MethodSource("quickFaults")
    void a_refund_whose_answer_was_lost_is_given_back_once(Rig.Kind kind, Fault fault) throws Exception {
        try (Rig<?> rig = kind.rig()) {
            refundWithLostAnswer(rig, kind, fault);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refund_that_is_answered_too_slowly_is_given_back_once(Rig.Kind kind) throws Exception {
        try (Rig<?> rig = kind.rig(SHORT)) {
            refundWithLostAnswer(rig, kind, Fault.SLOW_AFTER);
        }
    }

    private static void refundWithLostAnswer(Rig<?> rig, Rig.Kind kind, Fault fault) throws Exception {
        String payment = rig.paid(Rig.key(), kind.amount);
        var refund = rig.refund(Rig.key(), kind.amount, payment);
        rig.standIn.plan(kind.refunding, fault);
        if (!HANGING.contains(fault)) {
            rig.standIn.plan(kind.refunding, fault);
        }

        Outcome outcome = rig.ask(refund);
        for (int i = 0; i < 3; i++) {
            outcome = outcome instanceof Unknown ? rig.ask(refund.repeated()) : outcome;
        }

        assertThat(rig.bank.journal().sum("refunded")).isEqualTo(kind.amount.minorUnits());
        assertThat(outcome).isNotInstanceOf(Declined.class);
        assertThat(rig.provider.mayAskAgain(refund)).isEqualTo(kind != Rig.Kind.WAVE); // which tells for certain
        if (kind == Rig.Kind.WAVE || kind == Rig.Kind.TELEBIRR) {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Done.class, done -> assertThat(done.amount()).isEqualTo(kind.amount));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refund_that_may_have_been_done_is_not_declined_where_the_account_has_lost_its_access(Rig.Kind kind)
            throws Exception {
        try (Rig<?> rig = kind.rig()) {
            String payment = rig.paid(Rig.key(), kind.amount);
            var refund = rig.refund(Rig.key(), kind.amount, payment);

            assertThat(rig.provider.request(rig.strange(), refund)).isInstanceOf(Declined.class);
            assertThat(rig.provider.request(rig.strange(), refund.repeated())).isInstanceOf(Unknown.class);
        }
    }

    static Stream<Arguments> quickFaults() {
        return Stream.of(Rig.Kind.values())
                .flatMap(kind ->
                        EnumSet.complementOf(EnumSet.copyOf(HANGING)).stream().map(fault -> Arguments.of(kind, fault)));
    }

    @ParameterizedTest
    @EnumSource
    void a_refund_asked_by_sixteen_at_once_is_given_back_once(Rig.Kind kind) throws Exception {
        try (Rig<?> rig = kind.rig();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String payment = rig.paid(Rig.key(), kind.amount);
            var refund = rig.refund(Rig.key(), kind.amount, payment).repeated();
            var start = new CountDownLatch(1);
            var all = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return rig.ask(refund);
                    }))
                    .toList();
            start.countDown();
            for (var one : all) {
                assertThat(one.get()).isNotInstanceOf(Declined.class);
            }

            assertThat(rig.bank.journal().sum("refunded")).isEqualTo(kind.amount.minorUnits());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_notice_told_again_is_the_same_and_one_from_elsewhere_is_none(Rig.Kind kind) throws Exception {
        try (Rig<?> rig = kind.rig()) {
            String key = Rig.key();
            rig.ask(rig.charge(key, kind.amount));
            Told told = rig.bank.pay(key);

            ProviderNotice notice = rig.read(told);
            assertThat(notice.key()).isEqualTo(key);
            assertThat(notice.about()).isEqualTo(ProviderNotice.About.PAYMENT);
            assertThat(rig.read(told)).isEqualTo(notice);

            String tampered = new String(told.body(), StandardCharsets.UTF_8).replace("1005", "9005");
            Told unsigned = new Told(Rig.NOTICES, Map.of(), told.body());
            if (kind != Rig.Kind.TELEBIRR) { // which signs within
                assertForged(rig, unsigned);
            }
            if (kind == Rig.Kind.MPESA) { // which signs no content, so that its content counts for nothing
                assertThat(notice.outcome()).isInstanceOf(Unknown.class);
                String url = told.url().toString();
                assertForged(
                        rig,
                        new Told(java.net.URI.create(url.substring(0, url.length() - 1) + "x"), Map.of(), told.body()));
                assertForged(rig, new Told(java.net.URI.create(url.replace(key, Rig.key())), Map.of(), told.body()));
            } else {
                assertThat(notice.outcome())
                        .isInstanceOfSatisfying(
                                Done.class, done -> assertThat(done.amount()).isEqualTo(kind.amount));
                assertForged(rig, told.saying(tampered));
            }
            if (kind != Rig.Kind.TELEBIRR) { // whose key is one for all
                RawNotice raw = told.raw(rig.account, rig.clock.instant());
                assertThatThrownBy(() -> rig.provider.read(rig.strange(), raw)).isInstanceOf(ForgedNotice.class);
            }
        }
    }

    /** Whoever knows an account's address may send it, before anything is signed. */
    @ParameterizedTest
    @EnumSource
    void a_number_that_is_too_long_to_be_written_is_no_notice(Rig.Kind kind) {
        try (Rig<?> rig = kind.rig()) {
            for (String number : new String[] {"1e999999999", "1e2147483648", "1e-999999999", "1e31"}) {
                assertForged(rig, new Told(Rig.NOTICES, Map.of(), ("{\"a\": " + number + "}").getBytes(UTF_8)));
            }
        }
    }

    private static void assertForged(Rig<?> rig, Told told) {
        assertThatThrownBy(() -> rig.read(told)).isInstanceOf(ForgedNotice.class);
    }

    @ParameterizedTest
    @EnumSource
    void who_does_not_answer_is_not_asked_for_a_while(Rig.Kind kind) {
        try (Rig<?> rig = kind.rig()) {
            for (int i = 0; i < Rig.BREAKS_AFTER; i++) {
                rig.standIn.plan(kind.charging, Fault.ERROR_BEFORE);
                assertThat(rig.ask(rig.charge(Rig.key(), kind.amount))).isNotInstanceOf(Pending.class);
            }
            int asked = rig.standIn.asked().size();

            var charge = Rig.known(rig.charge(Rig.key(), kind.amount), "reference");
            assertThat(rig.enquire(charge)).isInstanceOf(Unknown.class);
            for (var first : new ProviderRequest[] {
                rig.charge(Rig.key(), kind.amount), rig.refund(Rig.key(), kind.amount, "payment")
            }) {
                assertThat(rig.ask(first))
                        .isInstanceOfSatisfying(
                                Declined.class,
                                declined -> assertThat(declined.message()).endsWith("Nothing was asked."));
                assertThat(rig.ask(first.repeated())).isInstanceOf(Unknown.class);
            }
            assertThat(rig.standIn.asked()).hasSize(asked);

            rig.standIn.planNothing();
            rig.clock.pass(Duration.ofSeconds(31));
            assertThat(rig.ask(rig.charge(Rig.key(), kind.amount))).isInstanceOf(Pending.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void declines_are_answers_and_stop_nobody_from_asking(Rig.Kind kind) {
        try (Rig<?> rig = kind.rig()) {
            ProviderAccount strange = rig.strange();
            for (int i = 1; i <= 2 * Rig.BREAKS_AFTER; i++) {
                assertThat(rig.provider.request(strange, rig.charge(Rig.key(), kind.amount)))
                        .isInstanceOfSatisfying(
                                Declined.class,
                                declined -> assertThat(declined.reason()).isEqualTo(DeclineReason.MERCHANT_ACCOUNT));
                assertThat(rig.standIn.asked()).hasSize(i);
            }
            var charge = Rig.known(rig.charge(Rig.key(), kind.amount), "reference");
            assertThat(rig.provider.enquire(strange, charge)).isInstanceOf(Unknown.class);
            assertThat(rig.bank.journal().count("opened")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_the_provider_cannot_do_is_not_asked(Rig.Kind kind) {
        try (Rig<?> rig = kind.rig()) {
            Money euro = Money.of(BigDecimal.TEN, Currency.getInstance("EUR"));
            Money nothing = Money.zero(kind.amount.currency());
            for (var request : new ProviderRequest[] {
                rig.charge(Rig.key(), euro),
                rig.charge(Rig.key(), nothing),
                rig.refund(Rig.key(), kind.amount, null),
                rig.request(Rig.key(), ProviderRequest.Kind.AUTHORISE, kind.amount, null, null),
                rig.request(Rig.key(), ProviderRequest.Kind.CAPTURE, kind.amount, null, "payment"),
                rig.request(Rig.key(), ProviderRequest.Kind.VOID, kind.amount, null, "payment")
            }) {
                assertThat(rig.ask(request))
                        .isInstanceOfSatisfying(
                                Declined.class,
                                declined -> assertThat(declined.reason()).isEqualTo(DeclineReason.NOT_SUPPORTED));
            }
            assertThat(rig.standIn.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_account_holds_what_its_fields_say_and_its_secrets_are_said_to_be_such(Rig.Kind kind) {
        try (Rig<?> rig = kind.rig()) {
            Map<Boolean, Set<String>> names = rig.provider.fields().stream()
                    .collect(java.util.stream.Collectors.partitioningBy(
                            AccountField::secret,
                            java.util.stream.Collectors.mapping(
                                    AccountField::name, java.util.stream.Collectors.toSet())));
            assertThat(names.get(true)).isEqualTo(rig.account.secrets().keySet());
            assertThat(names.get(false)).containsAll(rig.account.settings().keySet());
            assertThat(rig.provider.fields())
                    .allSatisfy(field -> assertThat(field.description()).isNotBlank());
        }
    }

    @Test
    void every_adapter_has_a_name_of_its_own() {
        assertThat(Stream.of(Rig.Kind.values())
                        .map(kind -> {
                            try (Rig<?> rig = kind.rig()) {
                                return rig.provider.code();
                            }
                        })
                        .toList())
                .containsExactly("wave", "mpesa", "telebirr", "chapa");
    }
}
