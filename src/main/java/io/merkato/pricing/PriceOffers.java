package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.PRICE_LIST;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_ENTRY;
import static org.jooq.impl.DSL.name;

import io.merkato.catalog.BasePrices;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;

/** What the rows of {@link PriceOptionsRepository} say, put together for each variant. */
final class PriceOffers {

    static final Field<String> SOURCE = DSL.field(name("source"), String.class);
    static final Field<MinorUnits> AMOUNT = DSL.field(name("amount"), PRICE_LIST_ENTRY.AMOUNT.getDataType());
    static final Field<MinorUnits> COMPARE_AT =
            DSL.field(name("compare_at"), PRICE_LIST_ENTRY.COMPARE_AT.getDataType());
    /** The list or the sale. */
    static final Field<UUID> OF = DSL.field(name("of_id"), UUID.class);

    static final Field<UUID> ITEM = DSL.field(name("item_id"), UUID.class);
    /** From how many on, in a list; how many are left, in a sale. */
    static final Field<Long> QUANTITY = DSL.field(name("quantity"), Long.class);

    static final Field<Integer> PRIORITY = DSL.field(name("priority"), Integer.class);
    static final Field<Integer> SPECIFICITY = DSL.field(name("specificity"), Integer.class);
    static final Field<Instant> ENDS_AT = DSL.field(name("ends_at"), PRICE_LIST.ENDS_AT.getDataType());

    private final Currency currency;
    private final Map<ProductVariant.Id, Offer> offers = new LinkedHashMap<>();

    PriceOffers(Currency currency) {
        this.currency = currency;
    }

    record Offer(ProductVariant.Id variant, Product.Id product, PriceOptions options) {}

    List<Offer> all() {
        return List.copyOf(offers.values());
    }

    /** Says what a variant costs by itself, where it costs anything. */
    void own(ProductVariant variant) {
        PriceOptions own = PriceOptions.own(variant);
        if (own != null) {
            offers.put(variant.id(), new Offer(variant.id(), variant.productId(), own));
        }
    }

    /** @param rows in any order */
    PriceOffers with(Result<Record> rows) {
        rows.stream().filter(PriceOffers::isOwn).forEach(this::add);
        rows.stream().filter(row -> !isOwn(row)).forEach(this::add);
        return this;
    }

    private static boolean isOwn(Record row) {
        return switch (PriceSource.valueOf(row.get(SOURCE))) {
            case BASE, STORE -> true;
            case PRICE_LIST, FLASH_SALE, MANUAL -> false;
        };
    }

    /** A variant's own price comes before the others of it. */
    private void add(Record row) {
        ProductVariant.Id variant = row.get(BasePrices.VARIANT_ID);
        Money unit = row.get(AMOUNT).in(currency);
        MinorUnits before = row.get(COMPARE_AT);
        Money compareAt = before == null ? null : before.in(currency);
        PriceSource source = PriceSource.valueOf(row.get(SOURCE));
        switch (source) {
            case BASE, STORE ->
                offers.put(
                        variant,
                        new Offer(variant, row.get(BasePrices.PRODUCT_ID), PriceOptions.own(source, unit, compareAt)));
            case PRICE_LIST ->
                options(variant)
                        .entries()
                        .add(new PriceOptions.Entry(
                                new PriceList.Id(row.get(OF)),
                                row.get(PRIORITY),
                                row.get(SPECIFICITY),
                                row.get(ENDS_AT),
                                row.get(QUANTITY),
                                unit,
                                compareAt));
            case FLASH_SALE ->
                options(variant)
                        .sales()
                        .add(new PriceOptions.Sale(
                                new FlashSaleItem.Id(row.get(ITEM)),
                                new FlashSale.Id(row.get(OF)),
                                row.get(ENDS_AT),
                                row.get(QUANTITY),
                                unit,
                                compareAt));
            case MANUAL -> throw new IllegalStateException("No price is kept as set by hand");
        }
    }

    private PriceOptions options(ProductVariant.Id variant) {
        Offer offer = offers.get(variant);
        if (offer == null) {
            throw new IllegalStateException("No price of its own came before the others of " + variant);
        }
        return offer.options();
    }
}
