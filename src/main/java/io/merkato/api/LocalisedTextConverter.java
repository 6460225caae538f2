package io.merkato.api;

import java.io.Serial;
import org.jooq.Converter;
import org.jooq.JSONB;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** {@code {"en": "Colour", "fr": "Couleur"}} in the database. */
@NullUnmarked
public class LocalisedTextConverter implements Converter<JSONB, LocalisedText> {

    @Serial
    private static final long serialVersionUID = 1;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ObjectReader TEXTS = JSON.readerForMapOf(String.class);

    @Override
    public LocalisedText from(JSONB json) {
        return json == null
                ? null
                : json.data().equals("{}") ? LocalisedText.EMPTY : new LocalisedText(TEXTS.readValue(json.data()));
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
