package io.merkato.api;

import org.jooq.JSONB;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** Reads and writes the columns that hold a postal address. */
public class PostalAddressConverter extends AbstractConverter<JSONB, PostalAddress> {

    public PostalAddressConverter() {
        super(JSONB.class, PostalAddress.class);
    }

    @Override
    public @Nullable PostalAddress from(@Nullable JSONB stored) {
        return stored == null ? null : PostalAddress.of(stored);
    }

    @Override
    public @Nullable JSONB to(@Nullable PostalAddress address) {
        return address == null ? null : address.stored();
    }
}
