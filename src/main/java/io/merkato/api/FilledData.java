package io.merkato.api;

import static java.util.Objects.requireNonNull;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Data of an answer from memory: sent as it was written, and read from there where somebody looks into it. */
final class FilledData extends AbstractMap<String, Object> implements JacksonSerializable {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final WrittenData written;
    private final List<String> values;
    private @Nullable Map<String, Object> read;

    /** @param values in JSON, one behind each piece but the last */
    FilledData(WrittenData written, List<String> values) {
        this.written = written;
        this.values = values;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializationContext context) {
        List<SerializedString> pieces = written.pieces();
        generator.writeRawValue(pieces.getFirst());
        for (int i = 0; i < values.size(); i++) {
            generator.writeRaw(values.get(i));
            generator.writeRaw(pieces.get(i + 1));
        }
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer type) {
        serialize(generator, context);
    }

    long cost(QueryCost rule) {
        return written.cost(rule, this);
    }

    String surrogateKeys(List<String> about) {
        return written.surrogateKeys(about, this);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return read().entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return read().get(key);
    }

    private Map<String, Object> read() {
        if (read == null) {
            var text = new StringBuilder(written.pieces().getFirst().getValue());
            for (int i = 0; i < values.size(); i++) {
                text.append(values.get(i)).append(written.pieces().get(i + 1).getValue());
            }
            read = written.json().readValue(text.toString(), OBJECT);
        }
        return requireNonNull(read);
    }
}
