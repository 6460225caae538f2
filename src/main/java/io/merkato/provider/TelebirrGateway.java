package io.merkato.provider;

import io.merkato.provider.AccessTokens.Grant;
import io.merkato.provider.AccessTokens.Office;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.ProviderAnswer.NoAccess;
import io.merkato.provider.ProviderRequest.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How Telebirr is asked: with a token of the gateway and the merchant's signature. */
final class TelebirrGateway {

    private static final URI TEST = URI.create("https://developerportal.ethiotelebirr.et:38443");
    private static final URI LIVE = URI.create("https://superapp.ethiomobilemoney.et:38443");
    private static final String GATEWAY = "/apiaccess/payment/gateway";
    /** The order is not paid; the signature is not the merchant's. */
    private static final Set<String> FINAL = Set.of("60320021", "60200001");

    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final ProviderHttp http;
    private final AccessTokens tokens;
    private final Clock clock;

    TelebirrGateway(ProviderHttp http, Clock clock) {
        this.http = http;
        this.tokens = new AccessTokens(http, clock);
        this.clock = clock;
    }

    Outcome state(ProviderAccount account, String order, Function<ProviderJson, Outcome> meaning) {
        ProviderAnswer answer = answer(account, "queryOrder", "payment.queryorder", order(account, order), true);
        return Outcomes.enquired(
                answer,
                json -> succeeded(json)
                        ? meaning.apply(json.at("biz_content"))
                        : new Unknown(
                                "Telebirr does not say: " + json.text("code", json.text("errorCode", "no code"))));
    }

    Outcome asked(
            ProviderAccount account,
            ProviderRequest request,
            String path,
            String method,
            Map<String, String> content,
            boolean often,
            Function<ProviderJson, Outcome> meaning) {
        ProviderAnswer answer = answer(account, path, method, content, often);
        return Outcomes.asked(
                account,
                request,
                answer,
                json -> succeeded(json)
                        ? meaning.apply(json.at("biz_content"))
                        : failed(account, answer.request(request), json),
                said -> {
                    ProviderJson json = said.json();
                    return json == null
                            ? Outcomes.refused(account, said, DeclineReason.OTHER, null, null)
                            : Outcomes.refused(
                                    account, said, DeclineReason.OTHER, json.text("errorCode"), json.text("errorMsg"));
                });
    }

    private static boolean succeeded(ProviderJson json) {
        return json.text("result", "").equals("SUCCESS")
                && json.text("code", "").equals("0");
    }

    /** A refund that is declined is asked for anew, with another key: so only codes that are known to be final decline it, and only at its first asking. */
    private static Outcome failed(ProviderAccount account, ProviderRequest request, ProviderJson json) {
        if (!json.text("result", "").equals("FAIL")) {
            return Outcomes.unreadable();
        }
        String code = json.text("code", json.text("errorCode", ""));
        String words = json.text("msg", json.text("errorMsg", ""));
        if (request.kind() == Kind.REFUND && (request.again() || !FINAL.contains(code))) {
            return new Unknown("Telebirr does not say whether it was given back: " + code + ".");
        }
        DeclineReason reason = code.equals("60320021") // the order is not paid
                ? DeclineReason.NOT_SUPPORTED
                : words.contains("sign") ? DeclineReason.MERCHANT_ACCOUNT : DeclineReason.OTHER;
        return Outcomes.declined(account, reason, code, words);
    }

    private ProviderAnswer answer(
            ProviderAccount account, String path, String method, Map<String, String> content, boolean often) {
        String app = account.settings().getOrDefault("fabricAppId", "");
        var fields = new LinkedHashMap<String, Object>();
        fields.put("timestamp", Long.toString(clock.instant().getEpochSecond()));
        fields.put("nonce_str", TelebirrSignature.nonce());
        fields.put("method", method);
        fields.put("version", "1.0");
        var signed = new LinkedHashMap<String, String>(content);
        fields.forEach((name, value) -> signed.put(name, value.toString()));
        String sign = TelebirrSignature.of(signed, account.secrets().get("privateKey"));
        if (sign == null || app.isBlank()) {
            return new NoAccess(401);
        }
        fields.put("biz_content", content);
        fields.put("sign", sign);
        fields.put("sign_type", TelebirrSignature.TYPE);
        ProviderCall call = ProviderCall.post(url(account, GATEWAY + "/payment/v1/merchant/" + path), fields)
                .with("X-APP-Key", app);
        ProviderCall token = ProviderCall.post(
                        url(account, GATEWAY + "/payment/v1/token"),
                        Map.of("appSecret", account.secrets().getOrDefault("appSecret", "")))
                .with("X-APP-Key", app)
                .asOften();
        var office =
                new Office(token, said -> grant(said.json()), said -> said.status() == 401 || said.status() == 403);
        return tokens.call(account, office, often ? call.asOften() : call, granted -> granted);
    }

    /** The token holds its own prefix; how long it is good are two times without a zone. */
    private static @Nullable Grant grant(@Nullable ProviderJson json) {
        String token = json == null ? null : json.text("token");
        if (json == null || token == null) {
            return null;
        }
        try {
            LocalDateTime from = LocalDateTime.parse(json.text("effectiveDate", ""), COMPACT);
            LocalDateTime until = LocalDateTime.parse(json.text("expirationDate", ""), COMPACT);
            return new Grant(token, Duration.between(from, until));
        } catch (DateTimeException e) {
            return null;
        }
    }

    URI page(ProviderAccount account, String prepaid) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("appid", account.settings().getOrDefault("merchantAppId", ""));
        fields.put("merch_code", account.settings().getOrDefault("merchantCode", ""));
        fields.put("nonce_str", TelebirrSignature.nonce());
        fields.put("prepay_id", prepaid);
        fields.put("timestamp", Long.toString(clock.instant().getEpochSecond()));
        String sign =
                String.valueOf(TelebirrSignature.of(fields, account.secrets().get("privateKey")));
        fields.put("sign", sign);
        fields.put("sign_type", TelebirrSignature.TYPE);
        fields.put("version", "1.0");
        fields.put("trade_type", "Checkout");
        var query = new StringBuilder();
        fields.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(ProviderCall.encoded(value)));
        return url(account, "/payment/web/paygate" + query);
    }

    static LinkedHashMap<String, String> order(ProviderAccount account, String order) {
        var content = new LinkedHashMap<String, String>();
        content.put("appid", account.settings().getOrDefault("merchantAppId", ""));
        content.put("merch_code", account.settings().getOrDefault("merchantCode", ""));
        content.put("merch_order_id", order);
        return content;
    }

    /** Seconds by the documents' words, milliseconds in their samples. */
    static @Nullable Instant epoch(@Nullable String time) {
        if (time == null || !time.matches("\\d{9,13}")) {
            return null;
        }
        long number = Long.parseLong(time);
        return time.length() > 11 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    }

    private URI url(ProviderAccount account, String path) {
        return URI.create(http.address(Telebirr.CODE, account, TEST, LIVE) + path);
    }
}
