package io.merkato.api;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.BindingGetResultSetContext;
import org.jooq.Converter;
import org.jooq.impl.DefaultBinding;

/** Moments as the driver has them: jOOQ would let it write each out as text, to be parsed again, and a row has several. */
public final class InstantBinding extends DefaultBinding<OffsetDateTime, Instant> {

    public InstantBinding() {
        super(Converter.ofNullable(
                OffsetDateTime.class,
                Instant.class,
                OffsetDateTime::toInstant,
                moment -> moment.atOffset(ZoneOffset.UTC)));
    }

    @Override
    public void get(BindingGetResultSetContext<Instant> context) throws SQLException {
        context.value(converter().from(context.resultSet().getObject(context.index(), OffsetDateTime.class)));
    }
}
