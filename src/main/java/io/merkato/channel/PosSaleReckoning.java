package io.merkato.channel;

import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.ordering.Discount;
import io.merkato.ordering.LineAmounts;
import io.merkato.ordering.NamedText;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import io.merkato.pricing.AppliedTax;
import io.merkato.pricing.PriceDecision;
import io.merkato.pricing.PriceSource;
import io.merkato.pricing.TaxedSale;
import io.merkato.store.SalesChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What sales at a till come to: prices as they were charged, tax as it was due then.
 *
 * @param buyers who those that tills name are by now, if they are anybody
 * @param decided what goods cost at tills, where they have a price
 * @param taxes where there is one
 */
record PosSaleReckoning(
        PosSaleRecording.At at,
        Map<ProductVariant.Id, SaleItem> items,
        Map<Customer.Id, Optional<Customer.Id>> buyers,
        Map<ProductVariant.Id, PriceDecision> decided,
        Map<TaxedSale, AppliedTax> taxes) {

    static TaxedSale taxed(ToldSale sale, SaleItem item, Map<Customer.Id, Optional<Customer.Id>> buyers) {
        return new TaxedSale(item.product(), buyer(sale, buyers), sale.soldAt());
    }

    private static Customer.@Nullable Id buyer(ToldSale sale, Map<Customer.Id, Optional<Customer.Id>> buyers) {
        return sale.customerId() == null
                ? null
                : Objects.requireNonNull(buyers.get(sale.customerId())).orElse(null);
    }

    NewOrder order(ToldSale sale) {
        boolean pricesIncludeTax = at.session().pricesIncludeTax();
        return new NewOrder(
                new Order.Id(Uuid7.next()),
                at.store().id(),
                SalesChannel.POS,
                new Order.Source(at.register().source(), sale.reference()),
                buyer(sale, buyers),
                null,
                null,
                at.store().locale(),
                at.session().currency(),
                pricesIncludeTax,
                null,
                null,
                null,
                null,
                sale.note(),
                LineAmounts.of(Money.zero(at.session().currency()), List.of(), null, pricesIncludeTax),
                null,
                sale.lines().stream()
                        .map(line -> line(sale, line, pricesIncludeTax))
                        .toList(),
                sale.soldAt());
    }

    private NewOrder.Line line(ToldSale sale, ToldSale.Line line, boolean pricesIncludeTax) {
        SaleItem item = Objects.requireNonNull(items.get(line.variantId()));
        AppliedTax due = taxes.get(taxed(sale, item, buyers));
        OrderLine.Tax tax = due == null ? null : new OrderLine.Tax(due.name(), due.rate());
        PriceDecision price = decided.get(line.variantId());
        return new NewOrder.Line(
                new OrderLine.Id(Uuid7.next()),
                item.variant(),
                item.product(),
                item.sku(),
                item.name(),
                NamedText.of(item.options()),
                List.of(),
                line.quantity(),
                price == null ? line.unitPrice() : price.list(),
                line.unitPrice(),
                source(line, price),
                null,
                tax,
                LineAmounts.of(
                        line.unitPrice().times(line.quantity()),
                        line.discount().minorUnits() == 0
                                ? List.of()
                                : List.of(new Discount(Discount.MANUAL, line.discount())),
                        tax == null ? null : tax.rate(),
                        pricesIncludeTax),
                item.requiresShipping(),
                item.pieces());
    }

    /** Flash sales count what they sell, and a till that was offline took nothing of one. */
    private static PriceSource source(ToldSale.Line line, @Nullable PriceDecision price) {
        return price == null
                        || price.source() == PriceSource.FLASH_SALE
                        || !price.unit().equals(line.unitPrice())
                ? PriceSource.MANUAL
                : price.source();
    }
}
