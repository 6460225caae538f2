package io.merkato.ordering;

import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.money.TaxedAmount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line, or the shipping, comes to: tax is of what is left after discounts, once per line, as
 * {@link TaxedAmount} rounds it.
 *
 * @param total after discounts, with tax
 */
public record LineAmounts(Money subtotal, List<Discount> discounts, Money discount, Money tax, Money total) {

    /** @param discounts together no more than the subtotal */
    public static LineAmounts of(
            Money subtotal, List<Discount> discounts, @Nullable Rate rate, boolean pricesIncludeTax) {
        Money discount = Money.sum(
                subtotal.currency(), discounts.stream().map(Discount::amount).toList());
        Money left = subtotal.minus(discount);
        Rate of = rate == null ? Rate.ZERO : rate;
        TaxedAmount taxed = pricesIncludeTax ? TaxedAmount.ofGross(left, of) : TaxedAmount.ofNet(left, of);
        return new LineAmounts(subtotal, List.copyOf(discounts), discount, taxed.tax(), taxed.gross());
    }

    /** At another subtotal; where its tax is only told, as by a marketplace, and not its rate, the tax is in proportion to what it is of. */
    LineAmounts at(Money newSubtotal, List<Discount> newDiscounts, @Nullable Rate rate, boolean pricesIncludeTax) {
        LineAmounts reckoned = of(newSubtotal, newDiscounts, rate, pricesIncludeTax);
        Money taxed = subtotal.minus(discount);
        if (rate != null && rate.partsPerMillion() > 0 || tax.minorUnits() == 0 || taxed.minorUnits() == 0) {
            return reckoned;
        }
        Money left = newSubtotal.minus(reckoned.discount());
        Money told = tax.share(left.minorUnits(), taxed.minorUnits());
        return new LineAmounts(
                newSubtotal,
                reckoned.discounts(),
                reckoned.discount(),
                told,
                pricesIncludeTax ? left : left.plus(told));
    }

    /** What of a part of the total is tax: as much as of the total. */
    public Money taxOf(Money part) {
        return taxOf(part, tax, total);
    }

    static Money taxOf(Money part, Money tax, Money total) {
        return total.minorUnits() == 0 ? total : tax.share(part.minorUnits(), total.minorUnits());
    }
}
