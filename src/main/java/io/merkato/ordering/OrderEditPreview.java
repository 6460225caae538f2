package io.merkato.ordering;

import io.merkato.api.UserError;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an edit would make of an order. The figures are null where the input itself is at fault. */
record OrderEditPreview(
        Order order,
        @Nullable Totals totals,
        @Nullable Money difference,
        @Nullable Money balance,
        List<Line> lines,
        List<UserError> problems) {

    /** @param before null for a line that the edit would add, as is {@code lineId} */
    record Line(
            OrderLine.@Nullable Id lineId,
            ProductVariant.@Nullable Id variantId,
            String name,
            @Nullable OrderLineFigures before,
            OrderLineFigures after) {}

    static OrderEditPreview of(EditedOrder edited, List<UserError> problems) {
        return new OrderEditPreview(
                edited.before(),
                edited.totals(),
                edited.difference(),
                edited.balance(),
                edited.lines().stream().map(OrderEditPreview::line).toList(),
                problems);
    }

    static OrderEditPreview refused(Order order, List<UserError> problems) {
        return new OrderEditPreview(order, null, null, null, List.of(), problems);
    }

    private static Line line(EditedOrder.Line line) {
        NewOrder.Line after = line.after();
        return line.before() == null
                ? new Line(null, after.variantId(), after.name(), null, OrderLineFigures.of(after))
                : new Line(
                        after.id(),
                        after.variantId(),
                        after.name(),
                        OrderLineFigures.of(line.before().line()),
                        OrderLineFigures.of(after));
    }
}
