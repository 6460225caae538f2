package io.merkato.ordering;

import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.NullUnmarked;

/** What people may write and may leave out: forms send what was left out as a blank text. */
@NullUnmarked
public class OptionalTextConverter extends AbstractConverter<String, String> {

    public OptionalTextConverter() {
        super(String.class, String.class);
    }

    @Override
    public String from(String kept) {
        return kept;
    }

    @Override
    public String to(String written) {
        return written == null || written.isBlank() ? null : written;
    }
}
