package io.merkato.provider;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.ProviderAccount.Environment;
import io.merkato.provider.StandIn.Bank;
import io.merkato.provider.StandIn.Told;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** An adapter, an account at its provider, and the stand-in that it talks to. */
@NullUnmarked
final class Rig<B extends Bank> implements AutoCloseable {

    static final int BREAKS_AFTER = 20;
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final URI NOTICES = URI.create("https://shop.example/payments/7/events");

    final MovedClock clock = new MovedClock(NOW);
    final B bank;
    final StandIn standIn;
    final PaymentProvider provider;
    final ProviderAccount account;
    private final ProviderHttp http;

    /** What differs between providers, for tests of all of them. */
    enum Kind {
        WAVE("XOF", "1005", "/v1/checkout/sessions", "/refund"),
        MPESA("KES", "1005", "/processrequest", "/paymentrequest"),
        TELEBIRR("ETB", "1005.35", "/preOrder", "/merchant/refund"),
        CHAPA("ETB", "1005.35", "/initialize", "/AP1");

        final Money amount;
        final String charging;
        final String refunding;

        Kind(String currency, String amount, String charging, String refunding) {
            this.amount = Money.of(new BigDecimal(amount), Currency.getInstance(currency));
            this.charging = charging;
            this.refunding = refunding;
        }

        Rig<?> rig() {
            return rig(Duration.ofSeconds(20));
        }

        Rig<?> rig(Duration deadline) {
            return switch (this) {
                case WAVE -> wave(deadline);
                case MPESA -> mpesa(deadline);
                case TELEBIRR -> telebirr(deadline);
                case CHAPA -> chapa(deadline);
            };
        }
    }

    static final class MovedClock extends java.time.Clock {
        private volatile Instant now;

        MovedClock(Instant now) {
            this.now = now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public java.time.Clock withZone(java.time.ZoneId zone) {
            return java.time.Clock.fixed(now, zone);
        }
    }

    private interface Maker {
        PaymentProvider make(ProviderHttp http, java.time.Clock clock);
    }

    private Rig(
            String code,
            Function<MovedClock, B> bank,
            Maker maker,
            Map<String, String> settings,
            Map<String, String> secrets,
            Duration deadline) {
        try {
            this.bank = bank.apply(clock);
            this.standIn = new StandIn(this.bank, 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        this.http = new ProviderHttp(properties(code, standIn.address(), deadline), clock);
        this.provider = maker.make(http, clock);
        this.account = new ProviderAccount("account-1", 1, Environment.TEST, settings, secrets, NOTICES);
    }

    static ProviderProperties properties(String code, URI address, Duration deadline) {
        Duration patient = Duration.ofSeconds(20);
        return new ProviderProperties(
                patient, patient, deadline, BREAKS_AFTER, Duration.ofSeconds(30), Map.of(code, address));
    }

    static Rig<WaveBank> wave(Duration deadline) {
        return new Rig<>(
                Wave.CODE,
                clock -> new WaveBank(new Journal(), clock, NOTICES),
                Wave::new,
                Map.of(),
                Map.of("apiKey", WaveBank.API_KEY, "webhookSecret", WaveBank.SECRET),
                deadline);
    }

    static Rig<MpesaBank> mpesa(Duration deadline) {
        return new Rig<>(
                Mpesa.CODE,
                clock -> new MpesaBank(new Journal()),
                Mpesa::new,
                Map.of("shortCode", "174379", "disbursementShortCode", "600992", "initiatorName", "testapi"),
                Map.of(
                        "consumerKey", MpesaBank.CONSUMER_KEY,
                        "consumerSecret", MpesaBank.CONSUMER_SECRET,
                        "passkey", MpesaBank.PASSKEY,
                        "securityCredential", MpesaBank.CREDENTIAL),
                deadline);
    }

    static Rig<TelebirrBank> telebirr(Duration deadline) {
        return new Rig<>(
                Telebirr.CODE,
                clock -> new TelebirrBank(new Journal(), clock),
                Telebirr::new,
                Map.of(
                        "fabricAppId", "fabric-app",
                        "merchantAppId", "merchant-app",
                        "merchantCode", "245445",
                        "telebirrPublicKey",
                                TelebirrBank.pem(
                                        "PUBLIC",
                                        TelebirrBank.TELEBIRR.getPublic().getEncoded())),
                Map.of(
                        "appSecret",
                        TelebirrBank.APP_SECRET,
                        "privateKey",
                        TelebirrBank.pem(
                                "PRIVATE", TelebirrBank.MERCHANT.getPrivate().getEncoded())),
                deadline);
    }

    static Rig<ChapaBank> chapa(Duration deadline) {
        return new Rig<>(
                Chapa.CODE,
                clock -> new ChapaBank(new Journal(), clock, NOTICES),
                Chapa::new,
                Map.of(),
                Map.of("secretKey", ChapaBank.SECRET_KEY, "webhookSecret", ChapaBank.WEBHOOK_SECRET),
                deadline);
    }

    static String key() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    ProviderRequest charge(String key, Money amount) {
        return request(key, ProviderRequest.Kind.CHARGE, amount, null, null);
    }

    ProviderRequest refund(String key, Money amount, @Nullable String payment) {
        return request(key, ProviderRequest.Kind.REFUND, amount, null, payment);
    }

    ProviderRequest request(
            String key, ProviderRequest.Kind kind, Money amount, @Nullable String reference, @Nullable String payment) {
        return new ProviderRequest(
                key,
                kind,
                amount,
                reference,
                payment,
                "2026-000123",
                "+254712345678",
                URI.create("https://shop.example/thanks"));
    }

    static ProviderRequest known(ProviderRequest request, @Nullable String reference) {
        return new ProviderRequest(
                request.key(),
                request.kind(),
                request.amount(),
                reference,
                request.paymentReference(),
                request.orderNumber(),
                request.payer(),
                request.returnUrl());
    }

    Outcome ask(ProviderRequest request) {
        return provider.request(account, request);
    }

    Outcome enquire(ProviderRequest request) {
        return provider.enquire(account, request);
    }

    ProviderNotice read(Told told) throws ForgedNotice, UnreadableNotice {
        return provider.read(account, told.raw(account, clock.instant()));
    }

    /** As a caller does: keeps the reference that a notice brings, asks where it says nothing. */
    Outcome settle(ProviderRequest request, @Nullable Told told) throws ForgedNotice, UnreadableNotice {
        String reference = request.reference();
        if (told != null) {
            ProviderNotice notice = read(told);
            reference = notice.reference() == null ? reference : notice.reference();
            if (!(notice.outcome() instanceof Outcome.Unknown)) {
                return notice.outcome();
            }
        }
        return enquire(known(request, reference));
    }

    /** Charged and paid: what the provider calls it. */
    String paid(String key, Money amount) throws ForgedNotice, UnreadableNotice {
        Outcome pending = ask(charge(key, amount));
        if (!(pending instanceof Pending open)
                || !(settle(known(charge(key, amount), open.reference()), bank.pay(key))
                        instanceof Outcome.Done done)) {
            throw new AssertionError(pending);
        }
        return done.reference();
    }

    ProviderAccount strange() {
        var secrets = new HashMap<String, String>();
        account.secrets()
                .forEach(
                        (name, value) -> secrets.put(name, name.equals("privateKey") ? value : "CANARY-wrong-" + name));
        return new ProviderAccount("account-2", 1, Environment.TEST, account.settings(), secrets, NOTICES);
    }

    @Override
    public void close() {
        standIn.close();
        try {
            http.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
