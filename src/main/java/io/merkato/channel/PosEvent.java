package io.merkato.channel;

import io.merkato.api.Permission;
import io.merkato.platform.Event;
import io.merkato.platform.EventType;

/** Something that happened at a till besides its sales, which are orders. */
record PosEvent(Type kind, PosSession.Id aggregate) implements Event {

    enum Type {
        POS_SESSION_OPENED,
        POS_SESSION_CLOSED;

        EventType declared() {
            return new EventType(name(), "PosSession", Permission.POS_SELL);
        }
    }

    @Override
    public String type() {
        return kind.name();
    }
}
