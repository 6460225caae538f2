package io.merkato.shipping;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A country, or a region of it, to name. */
record ShippingPlaceInput(String country, @Nullable String region) {

    private static final int MOST = 250;

    /** In the order given; refuses one that is named twice. */
    static List<ShippingPlace> places(@Nullable List<ShippingPlaceInput> inputs) {
        if (inputs != null && inputs.size() > MOST) {
            throw new Refused(Refusal.of(TOO_LONG, "A zone names at most " + MOST + " places.", "input", "places"));
        }
        List<ShippingPlaceInput> given = inputs == null ? List.of() : inputs;
        for (int i = 0; i < given.size(); i++) {
            String region = given.get(i).region;
            if (region != null && region.isBlank()) {
                throw new Refused(Refusal.of(
                        INVALID,
                        "A region has a code or a name; leave it out for the whole country.",
                        "input",
                        "places",
                        "" + i,
                        "region"));
            }
        }
        List<ShippingPlace> places = given.stream()
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
