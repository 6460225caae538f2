package io.merkato.pricing;

import io.merkato.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one of a variant costs, and why.
 *
 * @param list what it costs in the store by itself, before any list or sale; below the price where a list makes it dearer
 * @param compareAt what to strike through, never below the price
 * @param priceList set if the source is PRICE_LIST
 * @param flashSaleItem set if the source is FLASH_SALE; whoever buys takes it by {@link FlashSales#take}
 * @param validUntil when the list or the sale ends, null where it does not by itself
 * @param remaining how many can still be bought in the flash sale
 */
public record PriceDecision(
        Money unit,
        Money list,
        @Nullable Money compareAt,
        PriceSource source,
        PriceList.@Nullable Id priceList,
        FlashSaleItem.@Nullable Id flashSaleItem,
        FlashSale.@Nullable Id flashSale,
        @Nullable Instant validUntil,
        @Nullable Long remaining) {

    static PriceDecision of(PriceSource source, Money unit, @Nullable Money compareAt) {
        return new PriceDecision(unit, unit, compareAt, source, null, null, null, null, null);
    }
}
