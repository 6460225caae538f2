package io.merkato.ordering;

import io.merkato.money.Money;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an order's lines and shipping came to before its first edit. Tax that came as an amount, without a rate, is kept in proportion to it through all edits:
 * reckoned from the last one, a line that was edited to nothing and back would have none.
 */
record FirstAmounts(Map<OrderLine.Id, LineAmounts> lines, LineAmounts shipping) {

    /** @param revisions the oldest first */
    static FirstAmounts of(Order order, OrderEditRepository.Terms terms, List<OrderRevision> revisions) {
        var lines = new HashMap<OrderLine.Id, LineAmounts>();
        var added = new HashSet<OrderLine.Id>();
        revisions.forEach(revision -> revision.lines().forEach(line -> {
            if (line.before() == null) {
                added.add(line.lineId());
            } else if (!added.contains(line.lineId())) {
                lines.putIfAbsent(line.lineId(), amounts(line.before()));
            }
        }));
        terms.lines().stream()
                .map(EditedOrder.Sold::line)
                .filter(line -> !added.contains(line.id()))
                .forEach(line -> lines.putIfAbsent(line.id(), line.amounts()));
        return new FirstAmounts(
                Map.copyOf(lines),
                revisions.isEmpty()
                        ? terms.shipping()
                        : shipping(order, revisions.getFirst().before(), lines));
    }

    private static LineAmounts amounts(OrderLineFigures figures) {
        return new LineAmounts(
                figures.unitPrice().times(figures.quantity()),
                List.of(),
                figures.discount(),
                figures.tax(),
                figures.total());
    }

    private static LineAmounts shipping(Order order, Totals totals, Map<OrderLine.Id, LineAmounts> lines) {
        Function<Function<LineAmounts, Money>, Money> all = of ->
                Money.sum(order.currency(), lines.values().stream().map(of).toList());
        return new LineAmounts(
                totals.shipping(),
                List.of(),
                totals.discount().minus(all.apply(LineAmounts::discount)),
                totals.tax().minus(all.apply(LineAmounts::tax)),
                totals.total().minus(all.apply(LineAmounts::total)));
    }

    /** As it is now where an edit added it. */
    LineAmounts of(NewOrder.Line line) {
        return lines.getOrDefault(line.id(), line.amounts());
    }
}
