package io.merkato.shipping;

import static io.merkato.api.UserErrorCode.TAKEN;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A country, or a region of it, to name. */
record ShippingPlaceInput(String country, @Nullable String region) {

    /** In the order given; refuses one that is named twice. */
    static List<ShippingPlace> places(@Nullable List<ShippingPlaceInput> inputs) {
        List<ShippingPlace> places = inputs == null
                ? List.of()
                : inputs.stream()
                        .map(each -> ShippingPlace.of(each.country, ShippingPlace.stored(each.region)))
                        .toList();
        var seen = new HashSet<ShippingPlace>();
        for (int i = 0; i < places.size(); i++) {
            if (!seen.add(places.get(i))) {
                throw new Refused(Refusal.of(TAKEN, "The place is named twice.", "input", "places", "" + i));
            }
        }
        return places;
    }
}
