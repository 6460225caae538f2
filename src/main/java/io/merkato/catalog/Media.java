package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A picture or other file, by its address.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record Media(
        Id id,
        MediaKind kind,
        String url,
        LocalisedText alts,
        @Nullable String mimeType,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Long bytes,
        int version) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "media";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
