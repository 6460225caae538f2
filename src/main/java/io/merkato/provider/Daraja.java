package io.merkato.provider;

import io.merkato.provider.AccessTokens.Grant;
import io.merkato.provider.AccessTokens.Office;
import io.merkato.provider.ProviderAnswer.Said;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How M-Pesa is asked: by Safaricom's gateway, with a token of its. */
final class Daraja {

    private static final URI TEST = URI.create("https://sandbox.safaricom.co.ke");
    private static final URI LIVE = URI.create("https://api.safaricom.co.ke");

    private final ProviderHttp http;
    private final AccessTokens tokens;
    private final Clock clock;

    Daraja(ProviderHttp http, Clock clock) {
        this.http = http;
        this.tokens = new AccessTokens(http, clock);
        this.clock = clock;
    }

    ProviderCall post(ProviderAccount account, String path, Map<String, ?> fields) {
        return ProviderCall.post(url(account, path), fields);
    }

    static Outcome refused(ProviderAccount account, Said said) {
        DeclineReason reason = MpesaCodes.ofRefusal(errorCode(said), errorMessage(said));
        return reason == null
                ? Outcomes.refused(account, said, DeclineReason.OTHER, errorCode(said), errorMessage(said))
                : Outcomes.declined(account, reason, errorCode(said), errorMessage(said));
    }

    static String errorCode(Said said) {
        ProviderJson json = said.json();
        return json == null ? "" : json.text("errorCode", "");
    }

    static String errorMessage(Said said) {
        ProviderJson json = said.json();
        return json == null ? "" : json.text("errorMessage", "");
    }

    ProviderAnswer answer(ProviderAccount account, ProviderCall call) {
        String credentials =
                account.secrets().get("consumerKey") + ":" + account.secrets().get("consumerSecret");
        ProviderCall token = ProviderCall.get(url(account, "/oauth/v1/generate?grant_type=client_credentials"))
                .with("Authorization", "Basic " + base64(credentials));
        var office = new Office(
                token, said -> grant(said.json()), said -> MpesaCodes.endedToken(said.status(), errorCode(said)));
        return tokens.call(
                account,
                office,
                call.illWhere(
                        said -> said.status() >= 500 && !MpesaCodes.isRefusal(errorCode(said), errorMessage(said))),
                granted -> "Bearer " + granted);
    }

    private static @Nullable Grant grant(@Nullable ProviderJson json) {
        String token = json == null ? null : json.text("access_token");
        String seconds = json == null ? "" : json.text("expires_in", "");
        return token == null || !seconds.matches("\\d{1,6}")
                ? null
                : new Grant(token, Duration.ofSeconds(Long.parseLong(seconds)));
    }

    LinkedHashMap<String, Object> signedIn(ProviderAccount account) {
        String timestamp =
                LocalDateTime.ofInstant(clock.instant(), Mpesa.NAIROBI).format(Mpesa.COMPACT);
        String shortCode = account.settings().getOrDefault("shortCode", "");
        var fields = new LinkedHashMap<String, Object>();
        fields.put("BusinessShortCode", shortCode);
        fields.put("Password", base64(shortCode + account.secrets().get("passkey") + timestamp));
        fields.put("Timestamp", timestamp);
        return fields;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private URI url(ProviderAccount account, String path) {
        return URI.create(http.address(Mpesa.CODE, account, TEST, LIVE) + path);
    }
}
