package io.merkato.pricing;

import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The quantities of flash sales: whoever buys at a sale's price takes it first. */
@Component
public final class FlashSales {

    private final FlashSaleRepository sales;

    FlashSales(FlashSaleRepository sales) {
        this.sales = sales;
    }

    /**
     * Takes so many of each, in one statement; others wait for the end of the transaction.
     *
     * @return those of which fewer were left, or whose sale is not running at this moment: refuse, so that all is rolled back; empty
     *     where everything was taken
     */
    public Set<FlashSaleItem.Id> take(TenantContext tx, Map<FlashSaleItem.Id, Long> quantities) {
        return sales.take(tx, quantities);
    }

    /** Gives back what was taken and not bought after all, though the sale may be over. */
    public void giveBack(TenantContext tx, Map<FlashSaleItem.Id, Long> quantities) {
        sales.giveBack(tx, quantities);
    }

    /** How many are left of each whose sale is running at this moment; of the others nothing is. Takes nothing. */
    public Map<FlashSaleItem.Id, Long> left(TenantContext tenant, Set<FlashSaleItem.Id> items) {
        return sales.left(tenant, items);
    }
}
