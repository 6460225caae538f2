package io.merkato.ordering;

import io.merkato.api.Actor;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.catalog.ProductVariant;
import io.merkato.inventory.OutOfStock;
import io.merkato.inventory.Stock;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.pricing.FlashSales;
import io.merkato.promotion.Coupons;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /** What {@link #change} would refuse now; takes nothing. */
    List<UserError> missing(TenantContext tenant, EditedOrder edited) {
        Map<ProductVariant.Id, Long> waiting = edited.waiting();
        var missing = new ArrayList<UserError>();
        if (!waiting.isEmpty()) {
            stock.shortages(tenant, edited.before().id(), waiting).forEach((variant, available) -> {
                if (edited.isRaised(variant)) {
                    missing.add(edited.outOfStock(variant, available));
                }
            });
        }
        Map<FlashSaleItem.Id, Long> taken = taken(edited);
        if (!taken.isEmpty()) {
            Map<FlashSaleItem.Id, Long> left = sales.left(tenant, taken.keySet());
            taken.forEach((item, pieces) -> {
                if (left.getOrDefault(item, 0L) < pieces) {
                    missing.add(edited.soldOut(item));
                }
            });
        }
        return missing;
    }

    /**
     * Makes what the order holds exactly what it holds after the edit. Where it was promised too little before, for the tenant began to
     * reserve after it was placed, what the edit does not raise stands in nobody's way.
     *
     * @throws Refused where there is too little of what it raises
     */
    void change(TenantContext tx, EditedOrder edited, Actor actor) {
        List<OutOfStock> missing = stock.holdWhatThereIs(tx, edited.before().id(), edited.waiting(), null, actor);
        refuse(missing.stream()
                .filter(each -> edited.isRaised(each.variantId()))
                .map(each -> edited.outOfStock(each.variantId(), each.available()))
                .toList());
        Map<FlashSaleItem.Id, Long> taken = taken(edited);
        if (!taken.isEmpty()) {
            refuse(sales.take(tx, taken).stream().map(edited::soldOut).toList());
        }
        Map<FlashSaleItem.Id, Long> back = new HashMap<>();
        edited.sales().forEach((item, pieces) -> {
            if (pieces < 0) {
                back.put(item, -pieces);
            }
        });
        if (!back.isEmpty()) {
            sales.giveBack(tx, back);
        }
        coupons.takeOff(tx, edited.before().id(), edited.coupons());
    }

    private static Map<FlashSaleItem.Id, Long> taken(EditedOrder edited) {
        var taken = new HashMap<>(edited.sales());
        taken.values().removeIf(pieces -> pieces < 0);
        return taken;
    }

    private static void refuse(List<? extends UserError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }
}
