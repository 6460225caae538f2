package io.merkato.ordering;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.ProductVariant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pieces of an order's lines that go out or come back together. */
record OrderPieces(Map<OrderLine, Long> quantities) {

    /** One line of the caller's input, at its place. */
    interface Wanted {
        OrderLine.Id lineId();

        int quantity();
    }

    /**
     * Reads what the caller wants.
     *
     * @param wanted null or empty for all that is left
     * @param left how many pieces of a line there are for it
     * @param why what to say where there are fewer
     */
    static OrderPieces of(
            List<OrderLine> lines,
            @Nullable List<? extends Wanted> wanted,
            ToLongFunction<OrderLine> left,
            String why) {
        var quantities = new LinkedHashMap<OrderLine, Long>();
        if (wanted == null || wanted.isEmpty()) {
            lines.stream()
                    .filter(line -> left.applyAsLong(line) > 0)
                    .forEach(line -> quantities.put(line, left.applyAsLong(line)));
            if (quantities.isEmpty()) {
                throw new Refused(Refusal.of(UserErrorCode.CONFLICT, why, "input", "lines"));
            }
            return new OrderPieces(quantities);
        }
        Map<OrderLine.Id, OrderLine> byId =
                lines.stream().collect(Collectors.toMap(OrderLine::id, Function.identity()));
        var errors = new ArrayList<UserError>();
        var named = new HashSet<OrderLine.Id>();
        for (int i = 0; i < wanted.size(); i++) {
            Wanted want = wanted.get(i);
            OrderLine line = byId.get(want.lineId());
            if (line == null) {
                errors.add(Refusal.notFound("input", "lines", "" + i, "lineId"));
            } else if (!named.add(want.lineId())) {
                errors.add(Refusal.of(
                        UserErrorCode.CONFLICT, "A line is named once.", "input", "lines", "" + i, "lineId"));
            } else if (want.quantity() < 1) {
                errors.add(Refusal.of(
                        UserErrorCode.OUT_OF_RANGE, "A quantity is 1 or more.", "input", "lines", "" + i, "quantity"));
            } else if (want.quantity() > left.applyAsLong(line)) {
                errors.add(Refusal.of(
                        UserErrorCode.OUT_OF_RANGE,
                        why + " Left: " + left.applyAsLong(line) + ".",
                        "input",
                        "lines",
                        "" + i,
                        "quantity"));
            } else {
                quantities.put(line, (long) want.quantity());
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return new OrderPieces(quantities);
    }

    /** What they are of stock. */
    Map<ProductVariant.Id, Long> stock(Map<OrderLine.Id, Map<ProductVariant.Id, Long>> perPiece) {
        var stock = new HashMap<ProductVariant.Id, Long>();
        quantities.forEach((line, quantity) -> perPiece.getOrDefault(line.id(), Map.of())
                .forEach((variant, each) -> stock.merge(variant, Math.multiplyExact(each, quantity), Math::addExact)));
        return stock;
    }
}
