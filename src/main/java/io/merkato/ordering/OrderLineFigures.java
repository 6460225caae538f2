package io.merkato.ordering;

import io.merkato.money.Money;

/**
 * What a line of an order comes to, at one time.
 *
 * @param discount of all pieces together
 * @param total after discounts, with tax
 */
record OrderLineFigures(long quantity, Money unitPrice, Money discount, Money tax, Money total) {

    static OrderLineFigures of(NewOrder.Line line) {
        return new OrderLineFigures(
                line.quantity(),
                line.unitPrice(),
                line.amounts().discount(),
                line.amounts().tax(),
                line.amounts().total());
    }
}
