package io.merkato.provider;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One question to a provider.
 *
 * @param repeatable whether asking twice does no more than asking once
 * @param broken which answers say that the provider is ill, rather than that it declines
 */
@SuppressWarnings("ArrayRecordComponent")
record ProviderCall(
        String method,
        URI url,
        Map<String, String> headers,
        @Nullable String type,
        byte @Nullable [] body,
        boolean repeatable,
        Predicate<ProviderAnswer.Said> broken) {

    private static final Predicate<ProviderAnswer.Said> SERVER_ERROR = said -> said.status() >= 500;

    static ProviderCall get(URI url) {
        return new ProviderCall("GET", url, Map.of(), null, null, true, SERVER_ERROR);
    }

    static ProviderCall post(URI url, Map<String, ?> json) {
        byte[] body = JsonMapper.shared().writeValueAsBytes(json);
        return new ProviderCall("POST", url, Map.of(), "application/json", body, false, SERVER_ERROR);
    }

    static ProviderCall form(URI url, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return new ProviderCall(
                "POST",
                url,
                Map.of(),
                "application/x-www-form-urlencoded",
                body.getBytes(StandardCharsets.UTF_8),
                false,
                SERVER_ERROR);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    ProviderCall with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new ProviderCall(method, url, all, type, body, repeatable, broken);
    }

    ProviderCall asOften() {
        return new ProviderCall(method, url, headers, type, body, true, broken);
    }

    ProviderCall illWhere(Predicate<ProviderAnswer.Said> ill) {
        return new ProviderCall(method, url, headers, type, body, repeatable, ill);
    }

    /** Says neither what is sent nor what with. */
    @Override
    public String toString() {
        return method + ' ' + url.getHost();
    }
}
