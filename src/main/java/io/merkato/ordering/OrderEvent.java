package io.merkato.ordering;

import io.merkato.api.Permission;
import io.merkato.platform.Event;
import io.merkato.platform.EventType;

/** Something that happened to an order. */
record OrderEvent(Type kind, Order.Id aggregate) implements Event {

    enum Type {
        ORDER_PLACED,
        ORDER_PAID,
        ORDER_EDITED,
        ORDER_CANCELLED,
        ORDER_SHIPPED,
        ORDER_RETURNED,
        ORDER_COMPLETED;

        EventType declared() {
            return new EventType(name(), "Order", Permission.ORDERS_READ);
        }
    }

    @Override
    public String type() {
        return kind.name();
    }
}
