package io.merkato.provider;

import io.merkato.money.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object of a provider's. What is missing, or of another kind than asked for, is null. */
record ProviderJson(JsonNode node) {

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(\\.\\d{1,6})?");
    private static final int LONGEST_NUMBER = 30;
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static @Nullable ProviderJson read(byte[] json) {
        try {
            JsonNode node = STRICT.readTree(json);
            return node != null && node.isObject() ? new ProviderJson(node) : null;
        } catch (JacksonException | NumberFormatException e) { // the second of an exponent that no number has
            return null;
        }
    }

    static ProviderJson of(Map<String, ?> members) {
        return new ProviderJson(STRICT.valueToTree(members));
    }

    /** An object without members, where there is none. */
    ProviderJson at(String name) {
        JsonNode inner = node.get(name);
        return new ProviderJson(inner != null && inner.isObject() ? inner : STRICT.createObjectNode());
    }

    List<ProviderJson> list(String name) {
        var list = new ArrayList<ProviderJson>();
        JsonNode inner = node.get(name);
        if (inner != null && inner.isArray()) {
            inner.forEach(element -> list.add(new ProviderJson(element)));
        }
        return list;
    }

    /** Of a text, or of a number as it was written, without an exponent. */
    @Nullable
    String text(String name) {
        JsonNode value = node.get(name);
        if (value == null || !(value.isString() || value.isNumber())) {
            return null;
        }
        String text = value.isString()
                ? value.stringValue()
                : value.isBigDecimal() ? plain(value.decimalValue()) : value.asString();
        return text.isEmpty() ? null : text;
    }

    /** Nothing where an exponent makes it longer than numbers may be written: 1e999999999 has a thousand million digits. */
    private static String plain(BigDecimal number) {
        return number.scale() < -LONGEST_NUMBER || number.scale() > LONGEST_NUMBER ? "" : number.toPlainString();
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** Null, too, where it is below zero or has more decimals than the currency. */
    @Nullable
    Money money(String name, Currency currency) {
        String text = text(name);
        if (text == null || !AMOUNT.matcher(text).matches()) {
            return null;
        }
        try {
            return Money.of(new BigDecimal(text), currency);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    @Nullable
    Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** An address that a browser may be sent to. */
    @Nullable
    URI page(String name) {
        String text = text(name);
        try {
            URI address = text == null ? null : new URI(text);
            return address != null && address.getHost() != null && "https".equals(address.getScheme()) ? address : null;
        } catch (java.net.URISyntaxException e) {
            return null;
        }
    }

    /** All texts and numbers, by name in ASCII order. */
    Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        node.properties().forEach(member -> {
            if (member.getValue().isString()) {
                texts.put(member.getKey(), member.getValue().stringValue());
            } else if (member.getValue().isNumber()) {
                String text = text(member.getKey());
                texts.put(member.getKey(), text == null ? "" : text);
            }
        });
        return texts;
    }

    /** Says nothing of the content. */
    @Override
    public String toString() {
        return "ProviderJson[" + node.size() + "]";
    }
}
