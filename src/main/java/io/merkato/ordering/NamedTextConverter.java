package io.merkato.ordering;

import java.util.List;
import org.jooq.JSONB;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** {@code [{"name": "colour", "value": "red"}]} in the database. */
@NullUnmarked
@SuppressWarnings({"unchecked", "rawtypes"}) // a list's class does not say of what
public class NamedTextConverter extends AbstractConverter<JSONB, List<NamedText>> {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ObjectReader TEXTS = JSON.readerForListOf(NamedText.class);

    public NamedTextConverter() {
        super(JSONB.class, (Class) List.class);
    }

    @Override
    public List<NamedText> from(JSONB json) {
        return json == null ? null : json.data().equals("[]") ? List.of() : TEXTS.readValue(json.data());
    }

    @Override
    public JSONB to(List<NamedText> texts) {
        return texts == null ? null : JSONB.valueOf(JSON.writeValueAsString(texts));
    }
}
