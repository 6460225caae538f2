package io.merkato.pricing;

import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a flash sale is to sell. */
record FlashSaleItemInput(
        ProductVariant.Id variantId,
        MoneyInput price,
        @Nullable BigDecimal compareAtPrice,
        int quantity) {

    /** @param place from the arguments down */
    record Placed(FlashSaleItem item, List<String> place) {
        ProductVariant.Id variantId() {
            return item.variantId();
        }

        Key key() {
            return new Key(variantId(), item.price().currency());
        }
    }

    record Key(ProductVariant.Id variantId, Currency currency) {}

    static List<Placed> placed(@Nullable List<FlashSaleItemInput> items, FlashSale.Id sale) {
        return Prescribed.all(items, "items", Placed::key, (item, place) -> item.in(sale, place));
    }

    static List<ProductVariant.Id> variants(List<Placed> items) {
        return items.stream().map(Placed::variantId).distinct().toList();
    }

    private Placed in(FlashSale.Id sale, List<String> place) {
        Money amount = Prescribed.money(price.amount(), price.currency(), place, "price");
        return new Placed(
                new FlashSaleItem(
                        new FlashSaleItem.Id(Uuid7.next()),
                        sale,
                        variantId,
                        amount,
                        Prescribed.compareAt(compareAtPrice, amount, place),
                        quantity,
                        0),
                place);
    }
}
