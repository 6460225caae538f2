package io.merkato.payment;

import io.merkato.api.Json;
import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.provider.AccountField;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.ForgedNotice;
import io.merkato.provider.NextAction;
import io.merkato.provider.Outcome;
import io.merkato.provider.PaymentProvider;
import io.merkato.provider.ProviderAccount;
import io.merkato.provider.ProviderNotice;
import io.merkato.provider.ProviderRequest;
import io.merkato.provider.RawNotice;
import io.merkato.provider.UnreadableNotice;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A provider that is part of the product: it moves no money, keeps a book of its own, and does what it is told. What the last five digits of the payer's
 * phone, or of an amount in minor units, tell it:
 *
 * <ul>
 *   <li>99901: declined, funds are insufficient
 *   <li>99902: declined, the payer cancelled
 *   <li>99903: waits, until {@code sandboxPaymentDecide} says what becomes of it
 *   <li>99904: done, but no answer comes
 *   <li>99905: not done, and no answer comes; asked again it is done
 * </ul>
 *
 * Its notices bear {@code sandbox-signature: t=<seconds>,v1=<HMAC-SHA256 of "t.body" in hexadecimal>}.
 */
@Component
class SandboxProvider implements PaymentProvider {

    static final String CODE = "sandbox";
    static final String HEADER = "sandbox-signature";

    private static final String KEY = "signingKey";
    private static final Pattern SIGNATURE = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final long CODES = 100_000;

    private final AccountTenants tenants;
    private final SandboxBank bank;
    private final Clock clock;

    SandboxProvider(AccountTenants tenants, SandboxBank bank, Clock clock) {
        this.tenants = tenants;
        this.bank = bank;
        this.clock = clock;
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public List<AccountField> fields() {
        return List.of(new AccountField(KEY, true, true, "Any text of your own; the sandbox signs its notices by it."));
    }

    @Override
    public Outcome request(ProviderAccount account, ProviderRequest request) {
        PaymentAccount.Id id = id(account);
        TenantContext tenant = tenant(id);
        long script = script(request);
        if (script == 99905 && !request.again()) {
            return new Outcome.Unknown("No answer came.");
        }
        DeclineReason declined = script == 99901
                ? DeclineReason.INSUFFICIENT_FUNDS
                : script == 99902 ? DeclineReason.CANCELLED_BY_PAYER : null;
        var wanted = new SandboxAct(
                request.key(),
                SandboxAct.Kind.valueOf(request.kind().name()),
                "sb_" + request.key(),
                request.paymentReference(),
                request.amount(),
                declined != null
                        ? PaymentOperationStatus.DECLINED
                        : script == 99903 ? PaymentOperationStatus.PENDING : PaymentOperationStatus.DONE,
                declined,
                clock.instant());
        SandboxAct act = bank.act(tenant, id, wanted);
        return script == 99904 && !request.again() ? new Outcome.Unknown("No answer came.") : act.outcome();
    }

    @Override
    public Outcome enquire(ProviderAccount account, ProviderRequest request) {
        PaymentAccount.Id id = id(account);
        return bank.find(tenant(id), id, request.key()).map(SandboxAct::outcome).orElseGet(Outcome.NeverSeen::new);
    }

    private static long script(ProviderRequest request) {
        String payer = request.payer();
        boolean pays =
                request.kind() == ProviderRequest.Kind.CHARGE || request.kind() == ProviderRequest.Kind.AUTHORISE;
        return pays && payer != null && payer.matches(".*9990[1-5]")
                ? Long.parseLong(payer.substring(payer.length() - 5))
                : request.amount().minorUnits() % CODES;
    }

    /** As the sandbox tells of an act by itself: the same each time but for when it is signed. */
    RawNotice notice(ProviderAccount account, SandboxAct act) {
        ProviderNotice.About about = switch (act.kind()) {
            case CHARGE, AUTHORISE -> ProviderNotice.About.PAYMENT;
            case CAPTURE -> ProviderNotice.About.CAPTURE;
            case REFUND -> ProviderNotice.About.REFUND;
            case VOID -> ProviderNotice.About.VOID;
            case CHARGEBACK -> ProviderNotice.About.CHARGEBACK;
        };
        var content = new TreeMap<String, Object>(Map.of(
                "id", "sbe_" + act.key() + "_" + act.status(),
                "about", about.name(),
                "reference",
                        act.paymentReference() != null && act.kind() == SandboxAct.Kind.CHARGEBACK
                                ? act.paymentReference()
                                : act.reference(),
                "status", act.status().name(),
                "amount", act.amount().amount().toPlainString(),
                "currency", act.amount().currency().getCurrencyCode(),
                "at", act.at().toString()));
        if (act.kind() != SandboxAct.Kind.CHARGEBACK) {
            content.put("key", act.key());
        }
        if (act.declineReason() != null) {
            content.put("reason", act.declineReason().name());
        }
        byte[] body = Json.text(content).getBytes(StandardCharsets.UTF_8);
        Instant now = clock.instant();
        String time = Long.toString(now.getEpochSecond());
        return new RawNotice(Map.of(HEADER, "t=" + time + ",v1=" + signature(account, time, body)), body, now);
    }

    @Override
    public ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice, UnreadableNotice {
        Matcher signature = SIGNATURE.matcher(Objects.requireNonNullElse(notice.header(HEADER), ""));
        if (!signature.matches()) {
            throw new ForgedNotice("It is not signed.");
        }
        byte[] expected = signature(account, signature.group(1), notice.body()).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signature.group(2).getBytes(StandardCharsets.US_ASCII))) {
            throw new ForgedNotice("Its signature is another.");
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(signature.group(1)));
        if (Duration.between(signed, notice.receivedAt()).abs().compareTo(WINDOW) > 0) {
            throw new ForgedNotice("It was signed too long ago.");
        }
        try {
            return read(Json.object(JSONB.valueOf(new String(notice.body(), StandardCharsets.UTF_8))));
        } catch (RuntimeException e) {
            throw new UnreadableNotice("It is none of the sandbox's.");
        }
    }

    private static ProviderNotice read(Map<String, Object> content) {
        String reference = text(content, "reference");
        Instant at = Instant.parse(text(content, "at"));
        Outcome outcome = switch (text(content, "status")) {
            case "DONE" ->
                new Outcome.Done(
                        reference,
                        Money.of(
                                new BigDecimal(text(content, "amount")),
                                Currency.getInstance(text(content, "currency"))),
                        null,
                        at);
            case "DECLINED" ->
                new Outcome.Declined(
                        DeclineReason.valueOf(text(content, "reason")),
                        "SANDBOX",
                        "The sandbox was told to decline this.");
            case "PENDING" -> new Outcome.Pending(reference, new NextAction.ConfirmOnPhone(null));
            default -> throw new IllegalArgumentException();
        };
        return new ProviderNotice(
                text(content, "id"),
                ProviderNotice.About.valueOf(text(content, "about")),
                (String) content.get("key"),
                reference,
                outcome,
                at);
    }

    private static String text(Map<String, Object> content, String name) {
        return (String) Objects.requireNonNull(content.get(name));
    }

    static String signature(ProviderAccount account, String time, byte[] body) {
        @Nullable String key = account.secrets().get(KEY);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Objects.requireNonNull(key).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PaymentAccount.Id id(ProviderAccount account) {
        return new PaymentAccount.Id(TypeId.parse("payment_account", account.id()));
    }

    private TenantContext tenant(PaymentAccount.Id account) {
        return tenants.find(account).orElseThrow();
    }
}
