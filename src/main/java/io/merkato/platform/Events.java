package io.merkato.platform;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Json;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        tx.sql()
                .select(function(
                        name("platform", "publish"),
                        SQLDataType.BIGINT,
                        val(tx.id().value()),
                        val(Json.of(events.stream().map(this::row).toList()), SQLDataType.JSONB)))
                .execute();
    }

    private Map<String, Object> row(Event event) {
        if (!types.containsKey(event.type())) {
            throw new IllegalArgumentException(event.type() + " is declared by no EventType");
        }
        return Map.of("id", Uuid7.next(), "aggregate", event.aggregate(), "type", event.type(), "data", event.data());
    }
}
