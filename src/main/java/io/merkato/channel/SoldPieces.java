package io.merkato.channel;

import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what the lines of one sale are of stock, line after line: of a bundle its components. */
final class SoldPieces {

    /** Of one variant; as many as stock can have of it at a place. */
    private static final long MOST = 1_000_000_000;

    private final Map<ProductVariant.Id, Long> pieces = new HashMap<>();

    /** @return what is wrong, where the lines up to this one are more than anybody sells */
    Optional<Refusal> add(SaleItem item, long quantity, String... at) {
        item.pieces().forEach((variant, each) -> pieces.merge(variant, each * quantity, Long::sum));
        return item.pieces().keySet().stream().allMatch(variant -> pieces.getOrDefault(variant, 0L) <= MOST)
                ? Optional.empty()
                : Optional.of(Refusal.of(
                        UserErrorCode.OUT_OF_RANGE, "It comes to more than " + MOST + " pieces of a variant.", at));
    }
}
