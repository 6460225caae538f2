package io.merkato.platform;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Json;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.JSONB;
import org.jooq.SelectField;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Component;

/**
 * Says what happened, in the transaction that made it happen: if that rolls back, nothing happened. Webhooks hear of it after the commit, each at least once,
 * and of one object's events in the order in which they were published.
 *
 * <p>Publishing holds the object's place until the transaction ends, so another transaction that publishes about it waits. Publish late.
 */
@Component
public class Events {

    private final Map<String, EventType> types;

    Events(List<EventType> types) {
        this.types = types.stream().collect(toUnmodifiableMap(EventType::name, Function.identity()));
    }

    public void publish(TenantContext tx, Event event) {
        publish(tx, List.of(event));
    }

    /** Any number of events, in one statement. */
    public void publish(TenantContext tx, List<? extends Event> events) {
        tx.requireTransaction();
        if (events.isEmpty()) {
            return;
        }
        PUBLISHED.fetch(
                tx,
                new Published(Objects.requireNonNull(
                        Json.of(events.stream().map(this::row).toList()))));
    }

    private record Published(JSONB events) {}

    private static final Template<Published, Object> PUBLISHED =
            new Template<>((tx, asked) -> Template.Query.of(tx.sql()
                    .select(List.<SelectField<?>>of(function(
                            name("platform", "publish"),
                            SQLDataType.BIGINT,
                            val(tx.id().value()),
                            val(asked.events(), SQLDataType.JSONB))))));

    private Map<String, Object> row(Event event) {
        if (!types.containsKey(event.type())) {
            throw new IllegalArgumentException(event.type() + " is declared by no EventType");
        }
        return Map.of("id", Uuid7.next(), "aggregate", event.aggregate(), "type", event.type(), "data", event.data());
    }
}
