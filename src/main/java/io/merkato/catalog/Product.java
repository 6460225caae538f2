package io.merkato.catalog;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a shop shows and sells, as one store tells it in one language.
 *
 * @param locale the language that the name is really in
 * @param inStock whether there is some of a variant, be that one priced or not
 */
public record Product(
        Id id,
        ProductKind kind,
        ProductStatus status,
        AttributeSet.@Nullable Id attributeSetId,
        Brand.@Nullable Id brandId,
        Locale locale,
        String name,
        String slug,
        @Nullable String description,
        @Nullable String seoTitle,
        @Nullable String seoDescription,
        int position,
        boolean inStock,
        @Nullable String externalId,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant publishedAt,
        @Nullable Instant deletedAt) {

    public Seo seo() {
        return new Seo(seoTitle == null ? name : seoTitle, seoDescription);
    }

    /** The id's: loaders look products up by it at every field. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "product";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
