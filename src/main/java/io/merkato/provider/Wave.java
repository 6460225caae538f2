package io.merkato.provider;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.NeverSeen;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.ProviderAnswer.NoAccess;
import io.merkato.provider.ProviderAnswer.Said;
import io.merkato.provider.ProviderNotice.About;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Wave (docs.wave.com/checkout and /webhook): a session that the payer opens in Wave's app. A session is found again by our key, which it carries as
 * {@code client_reference}. Wave gives back whole payments only, and each once however often it is asked.
 */
@Component
final class Wave implements PaymentProvider {

    static final String CODE = "wave";
    private static final Currency XOF = Currency.getInstance("XOF");
    private static final URI ADDRESS = URI.create("https://api.wave.com");
    private final ProviderHttp http;
    private final Clock clock;

    Wave(ProviderHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public List<AccountField> fields() {
        return List.of(
                new AccountField(
                                "apiKey",
                                true,
                                true,
                                "The API key with the right Checkout: Wave Business Portal, Developers")
                        .identifying(),
                new AccountField(
                        "webhookSecret",
                        true,
                        true,
                        "The secret of the webhook with the security strategy Signing secret: Wave Business Portal, Developers, Webhooks."
                                + " While it is being replaced the new and the old one, with a space between"));
    }

    @Override
    public Outcome request(ProviderAccount account, ProviderRequest request) {
        Declined beyond = Outcomes.beyond(request, XOF);
        if (beyond != null) {
            return beyond;
        }
        if (request.kind() == ProviderRequest.Kind.REFUND) {
            return refund(account, request);
        }
        if (request.again() || request.reference() != null) {
            Outcome known = enquire(account, request);
            if (!(known instanceof NeverSeen)) {
                return known;
            }
        }
        return open(account, request);
    }

    private Outcome open(ProviderAccount account, ProviderRequest request) {
        if (request.returnUrl() == null) {
            return Outcomes.notSupported("Wave needs an address that the payer comes back to.");
        }
        var session = new LinkedHashMap<String, String>();
        session.put("amount", request.amount().amount().toPlainString());
        session.put("currency", XOF.getCurrencyCode());
        session.put("success_url", request.returnUrl().toString());
        session.put("error_url", request.returnUrl().toString());
        session.put("client_reference", request.key());
        if (request.payer() != null) {
            session.put("restrict_payer_mobile", request.payer());
        }
        ProviderCall call = ProviderCall.post(url(account, "/v1/checkout/sessions"), session)
                .with("Idempotency-Key", request.key());
        return Outcomes.asked(
                account,
                request,
                answer(account, call),
                json -> outcome(account, json),
                said -> refused(account, said));
    }

    /** Whether the amount is the whole payment, only the payment itself says. */
    private Outcome refund(ProviderAccount account, ProviderRequest request) {
        Outcome before = enquire(account, request);
        if (!(before instanceof NeverSeen)) {
            return before instanceof Unknown unknown && !request.again()
                    ? Outcomes.notAsked(account, unknown.cause())
                    : before;
        }
        ProviderCall call = ProviderCall.post(url(account, session(request) + "/refund"), Map.of())
                .asOften();
        ProviderAnswer answer = answer(account, call);
        return answer instanceof Said said && said.ok() // with nothing in it
                ? refunded(request, clock.instant())
                : Outcomes.asked(
                        account,
                        request,
                        answer,
                        json -> refunded(request, clock.instant()),
                        said -> refused(account, said));
    }

    @Override
    public Outcome enquire(ProviderAccount account, ProviderRequest request) {
        if (request.kind() == ProviderRequest.Kind.REFUND) {
            if (request.paymentReference() == null) {
                return new Unknown("It is not known what Wave calls the payment.");
            }
            return Outcomes.enquired(
                    answer(account, ProviderCall.get(url(account, session(request)))), json -> refundOf(json, request));
        }
        if (request.reference() != null) {
            URI url = url(account, "/v1/checkout/sessions/" + ProviderCall.encoded(request.reference()));
            return Outcomes.enquired(answer(account, ProviderCall.get(url)), json -> outcome(account, json));
        }
        URI search = url(account, "/v1/checkout/sessions/search?client_reference=" + request.key());
        return Outcomes.enquired(answer(account, ProviderCall.get(search)), json -> found(account, json));
    }

    /** The one that was paid, else the one that still can be. */
    private Outcome found(ProviderAccount account, ProviderJson json) {
        if (json.node().get("result") == null) {
            return Outcomes.unreadable();
        }
        Outcome found = new NeverSeen();
        for (ProviderJson session : json.list("result")) {
            Outcome outcome = outcome(account, session);
            if (outcome instanceof Done) {
                return outcome;
            }
            found = found instanceof Pending ? found : outcome;
        }
        return found;
    }

    private Outcome outcome(ProviderAccount account, ProviderJson session) {
        String id = session.text("id");
        if (id == null) {
            return Outcomes.unreadable();
        }
        ProviderJson error = session.at("last_payment_error");
        String payment = session.text("payment_status", "");
        return switch (session.text("checkout_status", "")) {
            case String any
            when payment.equals("succeeded") || session.text("when_refunded") != null -> {
                Money amount = amount(session);
                yield amount == null
                        ? Outcomes.unreadable()
                        : new Done(id, amount, null, at(session.instant("when_completed")));
            }
            case "expired" -> Outcomes.declined(account, DeclineReason.EXPIRED, "expired", "The session has expired.");
            case "complete" ->
                payment.equals("cancelled")
                        ? Outcomes.declined(
                                account,
                                error.text("code") == null
                                        ? DeclineReason.CANCELLED_BY_PAYER
                                        : WaveCodes.reason(error.text("code")),
                                error.text("code", "cancelled"),
                                error.text("message", "The payment was cancelled."))
                        : new Pending(id, new NextAction.Wait());
            case "open" -> {
                URI page = session.page("wave_launch_url");
                yield new Pending(
                        id,
                        page == null
                                ? new NextAction.Wait()
                                : new NextAction.Redirect(page, session.instant("when_expires")));
            }
            default -> Outcomes.unreadable();
        };
    }

    private Outcome refundOf(ProviderJson session, ProviderRequest request) {
        if (!request.amount().equals(amount(session))) {
            return session.text("id") == null
                    ? Outcomes.unreadable()
                    : Outcomes.notSupported("Wave gives back the whole payment only.");
        }
        if (session.text("when_refunded") != null) {
            return refunded(request, at(session.instant("when_refunded")));
        }
        return session.text("payment_status", "").equals("succeeded")
                ? new NeverSeen()
                : new Unknown("Wave does not say whether the payment was given back.");
    }

    private static Done refunded(ProviderRequest request, Instant at) {
        return new Done(request.paymentReference() + "/refund", request.amount(), null, at);
    }

    @Override
    public ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice, UnreadableNotice {
        Instant signedAt = Signatures.timed(
                notice.header("wave-signature"), account.secrets().get("webhookSecret"), notice);
        ProviderJson event = ProviderJson.read(notice.body());
        String id = event == null ? null : event.text("id");
        String type = event == null ? "" : event.text("type", "");
        if (event == null || id == null || !type.startsWith("checkout.session.")) {
            throw new UnreadableNotice("Wave tells of something else than a session.");
        }
        ProviderJson session = event.at("data");
        Instant completed = session.instant("when_completed");
        return new ProviderNotice(
                id,
                About.PAYMENT,
                session.text("client_reference"),
                session.text("id"),
                outcome(account, session),
                completed == null ? signedAt : completed);
    }

    private ProviderAnswer answer(ProviderAccount account, ProviderCall call) {
        String key = account.secrets().getOrDefault("apiKey", "");
        return key.isBlank() ? new NoAccess(401) : http.call(account, call.with("Authorization", "Bearer " + key));
    }

    private static Outcome refused(ProviderAccount account, Said said) {
        ProviderJson json = said.json();
        ProviderJson error = json == null || json.text("code") != null ? json : json.at("error");
        String code = error == null ? null : error.text("code");
        return Outcomes.refused(
                account, said, WaveCodes.reason(code), code, error == null ? null : error.text("message"));
    }

    private URI url(ProviderAccount account, String path) {
        return URI.create(http.address(CODE, account, ADDRESS, ADDRESS) + path);
    }

    private static String session(ProviderRequest request) {
        return "/v1/checkout/sessions/" + ProviderCall.encoded(String.valueOf(request.paymentReference()));
    }

    private static @Nullable Money amount(ProviderJson session) {
        return session.text("currency", "").equals(XOF.getCurrencyCode()) ? session.money("amount", XOF) : null;
    }

    private Instant at(@Nullable Instant told) {
        return told == null ? clock.instant() : told;
    }
}
