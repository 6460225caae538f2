package io.merkato.platform;

import io.merkato.api.TypeId;
import io.merkato.tenancy.Change;
import org.jspecify.annotations.Nullable;

/**
 * Events that follow from what mutations say they changed, without a word of theirs. A module declares one bean per type of its objects.
 *
 * @param object the id's type, nested in the record whose id it is
 * @param created the type of the event that there is such an object, or again; null where nobody is told
 * @param updated that it changed
 * @param deleted that it is gone
 */
public record ChangeEvents(
        Class<? extends TypeId> object,
        @Nullable String created,
        @Nullable String updated,
        @Nullable String deleted) {

    private record Changed(String type, TypeId aggregate) implements Event {}

    /** What a change means to others; null where it means nothing, such as that what was deleted long ago is purged. */
    @Nullable
    Event of(Change change) {
        if (change.target().getClass() != object) {
            return null;
        }
        String type = switch (change.kind()) {
            case CREATED, RESTORED -> created;
            case CHANGED -> updated;
            case DELETED -> deleted;
            case PURGED -> null;
        };
        return type == null ? null : new Changed(type, change.target());
    }
}
