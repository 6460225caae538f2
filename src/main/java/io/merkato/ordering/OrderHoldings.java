package io.merkato.ordering;

import io.merkato.api.Actor;
import io.merkato.inventory.Stock;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.pricing.FlashSales;
import io.merkato.promotion.Coupons;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What an order holds of other modules until it is sent or cancelled: stock, uses of coupons, pieces of sales. */
@Component
class OrderHoldings {

    private final Stock stock;
    private final FlashSales sales;
    private final Coupons coupons;
    private final OrderPartRepository parts;

    OrderHoldings(Stock stock, FlashSales sales, Coupons coupons, OrderPartRepository parts) {
        this.stock = stock;
        this.sales = sales;
        this.coupons = coupons;
        this.parts = parts;
    }

    void release(TenantContext tx, Order.Id order, Actor actor) {
        stock.release(tx, order, actor);
        Map<FlashSaleItem.Id, Long> taken = parts.salesOf(tx, order);
        if (!taken.isEmpty()) {
            sales.giveBack(tx, taken);
        }
        coupons.release(tx, order);
    }
}
