package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mark on a product that catches the eye, such as NEW.
 *
 * @param colour {@code #rrggbb}
 */
public record Label(
        Id id, String code, LocalisedText names, @Nullable String colour, int position, int version) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "label";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
