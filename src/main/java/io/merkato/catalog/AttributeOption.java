package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One option of an attribute that takes its values from a list.
 *
 * @param colour {@code #rrggbb} where the attribute is a COLOUR
 */
public record AttributeOption(
        Id id,
        Attribute.Id attributeId,
        String code,
        LocalisedText labels,
        @Nullable String colour,
        int position,
        int version) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "option";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
