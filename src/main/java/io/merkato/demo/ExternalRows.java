package io.merkato.demo;

import static io.merkato.jooq.channel.Tables.EXTERNAL_ORDER;
import static io.merkato.jooq.channel.Tables.EXTERNAL_SKU;
import static io.merkato.jooq.channel.Tables.EXTERNAL_SOURCE;

import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;

/** The marketplaces of a demo tenant, what they call its goods, and what their orders are there. */
final class ExternalRows {

    private ExternalRows() {}

    static void write(TenantContext tenant, DemoShop demo, OrderBook book, List<OrderFigures.Reckoned> orders) {
        DemoIds ids = demo.ids();
        var sources = new Rows(EXTERNAL_SOURCE);
        var skus = new Rows(EXTERNAL_SKU);
        for (OrderBook.Source source : book.sources()) {
            sources.next()
                    .set(EXTERNAL_SOURCE.ID, ids.of("external source", source.code()))
                    .set(EXTERNAL_SOURCE.CODE, source.code())
                    .set(EXTERNAL_SOURCE.NAME, source.name())
                    .set(EXTERNAL_SOURCE.KIND, source.kind())
                    .set(EXTERNAL_SOURCE.STORE_ID, ids.of("store", source.store()))
                    .set(EXTERNAL_SOURCE.CURRENCY, source.currency().getCurrencyCode())
                    .set(EXTERNAL_SOURCE.PRICES_INCLUDE_TAX, source.taxed());
            if (source.skus() != null) {
                source.skus()
                        .forEach((sku, variant) -> skus.next()
                                .set(EXTERNAL_SKU.ID, ids.of("external sku", source.code(), sku))
                                .set(EXTERNAL_SKU.EXTERNAL_SOURCE_ID, ids.of("external source", source.code()))
                                .set(EXTERNAL_SKU.SKU, sku)
                                .set(EXTERNAL_SKU.VARIANT_ID, ids.of("variant", variant)));
            }
        }
        var known = new Rows(EXTERNAL_ORDER);
        for (OrderFigures.Reckoned reckoned : orders) {
            NewOrder order = reckoned.order();
            if (order.source() instanceof Order.Source(String code, String reference)
                    && book.sources().stream().anyMatch(source -> source.code().equals(code))) {
                known.next()
                        .set(EXTERNAL_ORDER.EXTERNAL_SOURCE_ID, ids.of("external source", code))
                        .set(EXTERNAL_ORDER.EXTERNAL_ID, reference)
                        .set(EXTERNAL_ORDER.ORDER_ID, order.id().value())
                        .set(EXTERNAL_ORDER.NUMBER, reference.substring(reference.lastIndexOf('-') + 1))
                        .set(EXTERNAL_ORDER.DIGESTS, Map.of())
                        .set(EXTERNAL_ORDER.IMPORTED_AT, order.placedAt())
                        .set(EXTERNAL_ORDER.UPDATED_AT, order.placedAt());
            }
        }
        List.of(sources, skus, known).forEach(rows -> rows.insert(tenant));
    }
}
