package io.merkato.api;

import java.io.Serial;
import java.util.Map;
import org.jooq.Converter;
import org.jooq.JSONB;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** {@code {"en": "Colour", "fr": "Couleur"}} in the database. */
@NullUnmarked
public class LocalisedTextConverter implements Converter<JSONB, LocalisedText> {

    @Serial
    private static final long serialVersionUID = 1;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    @Override
    public LocalisedText from(JSONB json) {
        return json == null
                ? null
                : json.data().equals("{}")
                        ? LocalisedText.EMPTY
                        : new LocalisedText(JSON.readValue(json.data(), TEXTS));
    }

    @Override
    public JSONB to(LocalisedText text) {
        return text == null ? null : JSONB.valueOf(JSON.writeValueAsString(text.byLocale()));
    }

    @Override
    public Class<JSONB> fromType() {
        return JSONB.class;
    }

    @Override
    public Class<LocalisedText> toType() {
        return LocalisedText.class;
    }
}
