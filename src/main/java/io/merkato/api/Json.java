package io.merkato.api;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Values as JSON documents, for {@code jsonb} columns: typed ids as text, locales and currencies by their codes. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(new Text<>(TypeId.class, TypeId::text))
                    .addSerializer(new Text<>(Locale.class, Locale::toLanguageTag))
                    .addSerializer(new Text<>(Currency.class, Currency::getCurrencyCode)))
            .build();
    private static final ObjectReader OBJECT = MAPPER.readerForMapOf(Object.class);

    private static final JsonMapper CANONICAL = MAPPER.rebuild()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    public static @Nullable JSONB of(@Nullable Object value) {
        return value == null ? null : JSONB.valueOf(MAPPER.writeValueAsString(value));
    }

    public static String text(Map<String, Object> object) {
        return MAPPER.writeValueAsString(object);
    }

    /** The same text for the same values, in whatever order their members came. */
    public static String canonical(Map<String, ?> values) {
        return CANONICAL.writeValueAsString(values);
    }

    /** Maps, lists, strings, numbers and booleans. */
    public static @Nullable Object value(@Nullable JSONB json) {
        return json == null ? null : MAPPER.readValue(json.data(), Object.class);
    }

    /** @throws IllegalArgumentException if it is no object */
    public static Map<String, Object> object(JSONB json) {
        try {
            return OBJECT.readValue(json.data());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a JSON object", e);
        }
    }

    private static final class Text<T> extends StdSerializer<T> {

        private final transient java.util.function.Function<T, String> text;

        Text(Class<T> type, java.util.function.Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(text.apply(value));
        }
    }
}
