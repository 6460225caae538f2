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
import io.merkato.provider.ProviderRequest.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Chapa (developer.chapa.co): a page that the payer opens. Our key is the payment's {@code tx_ref} and the refund's {@code reference}, which Chapa accepts
 * once; so what was asked before is verified first. Its refusals have words only, no codes.
 */
@Component
final class Chapa implements PaymentProvider {

    static final String CODE = "chapa";
    private static final Currency ETB = Currency.getInstance("ETB");
    private static final URI ADDRESS = URI.create("https://api.chapa.co");

    private final ProviderHttp http;
    private final Clock clock;

    Chapa(ProviderHttp http, Clock clock) {
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
                                "secretKey",
                                true,
                                true,
                                "The secret key, CHASECK-…, in test mode CHASECK_TEST-…: dashboard, Settings, API")
                        .identifying(),
                new AccountField(
                        "webhookSecret",
                        true,
                        true,
                        "The secret hash of the webhook: dashboard, Settings, Webhooks. While it is being replaced the new and the old one, with a space"
                                + " between"));
    }

    @Override
    public Outcome request(ProviderAccount account, ProviderRequest request) {
        Declined beyond = Outcomes.beyond(request, ETB);
        if (beyond != null) {
            return beyond;
        }
        if (request.kind() == Kind.REFUND) {
            return refund(account, request);
        }
        if (!request.again()) {
            return open(account, request);
        }
        return switch (enquire(account, request)) {
            case NeverSeen never -> open(account, request);
            // Only the answer that was lost held the page's address, so nobody can pay there.
            case Pending lost
            when lost.reference() == null ->
                Outcomes.declined(account, DeclineReason.EXPIRED, null, "The address of Chapa's page was lost.");
            case Outcome known -> known;
        };
    }

    private Outcome open(ProviderAccount account, ProviderRequest request) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("amount", request.amount().amount().toPlainString());
        fields.put("currency", ETB.getCurrencyCode());
        fields.put("tx_ref", request.key());
        if (request.payer() != null && request.payer().matches("\\+251[79]\\d{8}")) {
            fields.put("phone_number", "0" + request.payer().substring(4));
        }
        if (request.returnUrl() != null) {
            fields.put("return_url", request.returnUrl().toString());
        }
        fields.put(
                "customization",
                Map.of("title", "Order", "description", request.orderNumber().replaceAll("[^A-Za-z0-9 ._-]", " ")));
        ProviderCall call = ProviderCall.post(url(account, "/v1/transaction/initialize"), fields);
        return Outcomes.asked(
                account,
                request,
                answer(account, call),
                json -> {
                    URI page = json.at("data").page("checkout_url");
                    return json.text("status", "").equals("success") && page != null
                            ? new Pending(null, new NextAction.Redirect(page, null))
                            : Outcomes.unreadable();
                },
                said -> ChapaWords.refused(account, said));
    }

    private Outcome refund(ProviderAccount account, ProviderRequest request) {
        if (request.reference() != null) {
            return enquire(account, request);
        }
        var fields = new LinkedHashMap<String, String>();
        fields.put("amount", request.amount().amount().toPlainString());
        fields.put("reason", "Order " + request.orderNumber());
        fields.put("reference", request.key());
        URI url = url(account, "/v1/refund/" + ProviderCall.encoded(String.valueOf(request.paymentReference())));
        return Outcomes.asked(
                account,
                request,
                answer(account, ProviderCall.form(url, fields)),
                json -> refundOf(account, json, request),
                said -> ChapaWords.refused(account, said));
    }

    @Override
    public Outcome enquire(ProviderAccount account, ProviderRequest request) {
        if (request.kind() == Kind.REFUND) {
            if (request.reference() == null) {
                return new Unknown("It is not known what Chapa calls the refund.");
            }
            URI url = url(account, "/v1/refund/" + ProviderCall.encoded(request.reference()) + "/verify");
            return Outcomes.enquired(answer(account, ProviderCall.get(url)), json -> refundOf(account, json, request));
        }
        ProviderAnswer answer =
                answer(account, ProviderCall.get(url(account, "/v1/transaction/verify/" + request.key())));
        if (answer instanceof Said said && said.status() == 404) {
            String words = ChapaWords.of(said);
            if (words.contains("not paid yet")) {
                return new Pending(null, new NextAction.Wait());
            }
            return words.contains("transaction not found") ? new NeverSeen() : new Unknown("Chapa answered 404.");
        }
        return Outcomes.enquired(answer, json -> payment(account, json.at("data"), request.key()));
    }

    @Override
    public boolean mayAskAgain(ProviderRequest request) {
        return request.kind() == Kind.REFUND && request.reference() == null;
    }

    private Outcome payment(ProviderAccount account, ProviderJson data, String key) {
        String mode = account.environment() == ProviderAccount.Environment.LIVE ? "live" : "test";
        if (!key.equals(data.text("tx_ref")) || !mode.equals(data.text("mode"))) {
            return new Unknown("Chapa tells of another payment than the one that was asked about.");
        }
        String reference = data.text("reference");
        return switch (data.text("status", "").toLowerCase(Locale.ROOT)) {
            case "success", "refunded", "reversed" -> {
                Money amount = money(data, "amount");
                yield amount == null || reference == null
                        ? Outcomes.unreadable()
                        : new Done(reference, amount, money(data, "charge"), at(data));
            }
            case "pending" -> new Pending(reference, new NextAction.Wait());
            case "failed", "cancelled", "failed/cancelled" ->
                Outcomes.declined(
                        account, DeclineReason.OTHER, data.text("status"), "The payment failed or was cancelled.");
            default -> Outcomes.unreadable();
        };
    }

    private Outcome refundOf(ProviderAccount account, ProviderJson json, ProviderRequest request) {
        ProviderJson data = json.at("data");
        String reference = data.text("ref_id");
        Money amount = money(data, "amount");
        if (reference == null || !json.text("status", "").equals("success")) {
            return Outcomes.unreadable();
        }
        return switch (data.text("status", "").toLowerCase(Locale.ROOT)) {
            case "refunded" -> amount == null ? Outcomes.unreadable() : new Done(reference, amount, null, at(data));
            case "initiated", "pending", "processing" -> new Pending(reference, new NextAction.Wait());
            case "reversed", "failed" ->
                Outcomes.declined(account, DeclineReason.OTHER, data.text("status"), "Chapa did not give it back.");
            default -> Outcomes.unreadable();
        };
    }

    /** The header chapa-signature may also hold a value that is the same for every notice: that one proves nothing. */
    @Override
    public ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice, UnreadableNotice {
        String secret = account.secrets().get("webhookSecret");
        if (!Signatures.signed(secret, notice.header("x-chapa-signature"), notice.body())
                && !Signatures.signed(secret, notice.header("chapa-signature"), notice.body())) {
            throw new ForgedNotice("It is not signed with the account's secret.");
        }
        ProviderJson event = ProviderJson.read(notice.body());
        String type = event == null ? "" : event.text("event", "");
        Instant told = event == null ? null : event.instant("updated_at");
        Instant at = told == null ? notice.receivedAt() : told;
        if (event != null && type.startsWith("refund.")) {
            String refund = event.text("ref_id", event.text("reference", ""));
            if (!refund.isEmpty()) {
                var hint = new Unknown("Chapa tells of a refund and has to be asked.");
                return new ProviderNotice(
                        type + "/" + refund, About.REFUND, event.text("merchant_reference"), refund, hint, at);
            }
        }
        String key = event == null ? null : event.text("tx_ref");
        if (event == null || key == null || !type.startsWith("charge.")) {
            throw new UnreadableNotice("Chapa tells of something else than a payment or a refund.");
        }
        String id = type + "/" + event.text("reference", key);
        return switch (type) {
            case "charge.refunded", "charge.reversed" -> {
                var hint =
                        new Unknown("Chapa tells that something went back, and not how much: look at its dashboard.");
                About about = type.equals("charge.refunded") ? About.REFUND : About.CHARGEBACK;
                yield new ProviderNotice(id, about, null, event.text("reference"), hint, at);
            }
            default ->
                new ProviderNotice(id, About.PAYMENT, key, event.text("reference"), payment(account, event, key), at);
        };
    }

    private ProviderAnswer answer(ProviderAccount account, ProviderCall call) {
        String key = account.secrets().getOrDefault("secretKey", "");
        return key.isBlank() ? new NoAccess(401) : http.call(account, call.with("Authorization", "Bearer " + key));
    }

    private static @Nullable Money money(ProviderJson data, String name) {
        return data.text("currency", "ETB").equals("ETB") ? data.money(name, ETB) : null;
    }

    private Instant at(ProviderJson data) {
        Instant updated = data.instant("updated_at");
        return updated == null ? clock.instant() : updated;
    }

    private URI url(ProviderAccount account, String path) {
        return URI.create(http.address(CODE, account, ADDRESS, ADDRESS) + path);
    }
}
