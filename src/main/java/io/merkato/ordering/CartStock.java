package io.merkato.ordering;

import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pieces of stock that the lines of a cart take: a bundle as its components. */
final class CartStock {

    private CartStock() {}

    static Map<ProductVariant.Id, Long> of(Collection<QuotedLine> lines) {
        return of(lines.stream().map(QuotedLine::line).toList(), sold(lines));
    }

    /** What is sold of the goods in the lines. */
    static Map<ProductVariant.Id, SaleItem> sold(Collection<QuotedLine> lines) {
        var sold = new HashMap<ProductVariant.Id, SaleItem>();
        for (QuotedLine line : lines) {
            if (line.item() != null) {
                sold.put(line.line().variantId(), line.item());
            }
        }
        return sold;
    }

    /** Of lines of which what is sold is known; of others none. */
    static Map<ProductVariant.Id, Long> of(Collection<CartLine> lines, Map<ProductVariant.Id, SaleItem> sold) {
        var pieces = new HashMap<ProductVariant.Id, Long>();
        for (CartLine line : lines) {
            SaleItem item = sold.get(line.variantId());
            if (item != null) {
                item.pieces()
                        .forEach((variant, each) ->
                                pieces.merge(variant, Math.multiplyExact(each, line.quantity()), Math::addExact));
            }
        }
        return pieces;
    }

    /**
     * How many of the line there are, where that is too few.
     *
     * @param available of each piece of stock of which all the lines together need more
     */
    static @Nullable Long available(QuotedLine line, Map<ProductVariant.Id, Long> available) {
        SaleItem item = line.item();
        if (item == null) {
            return null;
        }
        return item.pieces().entrySet().stream()
                .filter(piece -> available.containsKey(piece.getKey()))
                .map(piece -> Objects.requireNonNull(available.get(piece.getKey())) / piece.getValue())
                .min(Long::compare)
                .orElse(null);
    }
}
