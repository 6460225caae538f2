package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import io.merkato.api.TypeId;
import java.util.UUID;

/** A heading under which an attribute set shows some of its attributes. */
public record AttributeGroup(Id id, AttributeSet.Id attributeSetId, String code, LocalisedText labels, int position) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "attribute_group";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
