package io.merkato.catalog;

import io.merkato.api.LocalisedTextInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A heading of a set, with the attributes under it. */
record AttributeGroupInput(
        String code, @Nullable List<LocalisedTextInput> labels, List<AttributePlaceInput> attributes) {

    /** Those of all groups, then those without one, each in its order. */
    static List<AttributePlace> places(
            @Nullable List<AttributeGroupInput> groups, @Nullable List<AttributePlaceInput> others) {
        var places = new ArrayList<AttributePlace>();
        List<AttributeGroupInput> all = groups == null ? List.of() : groups;
        for (int g = 0; g < all.size(); g++) {
            List<AttributePlaceInput> attributes = all.get(g).attributes();
            for (int i = 0; i < attributes.size(); i++) {
                places.add(
                        attributes.get(i).place(all.get(g).code(), i, "input", "groups", "" + g, "attributes", "" + i));
            }
        }
        List<AttributePlaceInput> rest = others == null ? List.of() : others;
        for (int i = 0; i < rest.size(); i++) {
            places.add(rest.get(i).place(null, i, "input", "attributes", "" + i));
        }
        return places;
    }
}
