package io.merkato.demo;

import static io.merkato.jooq.pricing.Tables.FLASH_SALE;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_ITEM;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_ENTRY;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_GROUP;
import static io.merkato.jooq.pricing.Tables.TAX_CLASS;
import static io.merkato.jooq.pricing.Tables.TAX_EXEMPTION;
import static io.merkato.jooq.pricing.Tables.TAX_RATE;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE;
import static io.merkato.jooq.pricing.Tables.TAX_ZONE_PLACE;
import static java.util.Objects.requireNonNull;

import io.merkato.money.MinorUnits;
import io.merkato.money.Rate;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Table;

/** The tax of the tenant's country and who is exempt, price lists, and flash sales: one that is over and one that lasts. */
final class PricingRows {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String BEGINNING = "2026-01-01T00:00:00Z";
    private static final String END = "2030-01-01T00:00:00Z";
    private static final String CHANNELS = "{ONLINE,POS,EXTERNAL}";

    private final DemoShop demo;
    private final DemoIds ids;
    private final TenantContext tenant;

    private PricingRows(TenantContext tenant, DemoShop demo) {
        this.tenant = tenant;
        this.demo = demo;
        this.ids = demo.ids();
    }

    static void write(TenantContext tenant, DemoShop demo) {
        Shop.Pricing pricing = demo.shop().pricing();
        if (pricing != null) {
            var rows = new PricingRows(tenant, demo);
            rows.tax(pricing.tax());
            rows.list(pricing.list());
            if (pricing.members() != null) {
                rows.list(pricing.members());
            }
            if (pricing.exempt() != null) {
                rows.exempt(pricing.exempt());
            }
            pricing.sales().forEach(rows::sale);
        }
    }

    private void tax(Shop.Pricing.Tax tax) {
        UUID taxClass = ids.of("tax class", "standard");
        UUID zone = ids.of("tax zone", demo.shop().country());
        insert(
                TAX_CLASS,
                row -> row.set(TAX_CLASS.ID, taxClass)
                        .set(TAX_CLASS.CODE, "standard")
                        .set(TAX_CLASS.NAME, "Standard")
                        .set(TAX_CLASS.IS_DEFAULT, true));
        insert(
                TAX_ZONE,
                row -> row.set(TAX_ZONE.ID, zone).set(TAX_ZONE.NAME, demo.shop().country()));
        insert(
                TAX_ZONE_PLACE,
                row -> row.set(TAX_ZONE_PLACE.TAX_ZONE_ID, zone)
                        .set(TAX_ZONE_PLACE.COUNTRY, demo.shop().country()));
        insert(
                TAX_RATE,
                row -> row.set(TAX_RATE.ID, ids.of("tax rate", "standard"))
                        .set(TAX_RATE.TAX_ZONE_ID, zone)
                        .set(TAX_RATE.TAX_CLASS_ID, taxClass)
                        .set(TAX_RATE.NAME, tax.name())
                        .set(TAX_RATE.RATE, Rate.ofPercent(tax.percent()).partsPerMillion())
                        .set(TAX_RATE.STARTS_AT, BEGINNING));
    }

    private void list(Shop.Pricing.Less list) {
        String code = requireNonNull(list.code());
        UUID id = ids.of("price list", code);
        insert(
                PRICE_LIST,
                row -> row.set(PRICE_LIST.ID, id)
                        .set(PRICE_LIST.CODE, code)
                        .set(PRICE_LIST.NAME, list.name())
                        .set(PRICE_LIST.CURRENCY, currency())
                        .set(PRICE_LIST.ALL_STORES, true)
                        .set(PRICE_LIST.ALL_CUSTOMERS, list.group() == null)
                        .set(PRICE_LIST.CHANNELS, CHANNELS));
        String group = list.group();
        if (group != null) {
            insert(
                    PRICE_LIST_GROUP,
                    row -> row.set(PRICE_LIST_GROUP.PRICE_LIST_ID, id)
                            .set(PRICE_LIST_GROUP.CUSTOMER_GROUP_ID, ids.of("customerGroup", group)));
        }
        var entries = new Rows(PRICE_LIST_ENTRY);
        variants(list.products())
                .forEach(variant -> requireNonNull(list.tiers())
                        .forEach((quantity, percent) -> entries.next()
                                .set(
                                        PRICE_LIST_ENTRY.ID,
                                        ids.of("price list entry", code, variant.key(), "" + quantity))
                                .set(PRICE_LIST_ENTRY.PRICE_LIST_ID, id)
                                .set(PRICE_LIST_ENTRY.VARIANT_ID, ids.of("variant", variant.key()))
                                .set(PRICE_LIST_ENTRY.MIN_QUANTITY, quantity)
                                .set(PRICE_LIST_ENTRY.AMOUNT, less(variant, percent))));
        entries.insert(tenant);
    }

    private void exempt(Shop.Pricing.Exempt exempt) {
        insert(
                TAX_EXEMPTION,
                row -> row.set(TAX_EXEMPTION.ID, ids.of("tax exemption", exempt.certificate()))
                        .set(TAX_EXEMPTION.CUSTOMER_ID, ids.of("customer", exempt.customer()))
                        .set(TAX_EXEMPTION.CERTIFICATE, exempt.certificate())
                        .set(TAX_EXEMPTION.STARTS_AT, BEGINNING));
    }

    private void sale(Shop.Pricing.Less sale) {
        UUID id = ids.of("flash sale", sale.name());
        insert(
                FLASH_SALE,
                row -> row.set(FLASH_SALE.ID, id)
                        .set(FLASH_SALE.NAME, sale.name())
                        .set(FLASH_SALE.STARTS_AT, sale.from() == null ? BEGINNING : sale.from())
                        .set(FLASH_SALE.ENDS_AT, sale.until() == null ? END : sale.until())
                        .set(FLASH_SALE.ALL_STORES, true)
                        .set(FLASH_SALE.CHANNELS, CHANNELS));
        var items = new Rows(FLASH_SALE_ITEM);
        variants(sale.products())
                .forEach(variant -> items.next()
                        .set(FLASH_SALE_ITEM.ID, ids.of("flash sale item", sale.name(), variant.key()))
                        .set(FLASH_SALE_ITEM.FLASH_SALE_ID, id)
                        .set(FLASH_SALE_ITEM.VARIANT_ID, ids.of("variant", variant.key()))
                        .set(FLASH_SALE_ITEM.CURRENCY, currency())
                        .set(FLASH_SALE_ITEM.AMOUNT, less(variant, requireNonNull(sale.percent())))
                        .set(FLASH_SALE_ITEM.QUANTITY, sale.quantity()));
        items.insert(tenant);
    }

    private String currency() {
        return demo.shop().currency().getCurrencyCode();
    }

    private MinorUnits less(ProductLine.Variant variant, BigDecimal percent) {
        return demo.minorUnits(
                variant.price().multiply(HUNDRED.subtract(percent)).divide(HUNDRED),
                demo.shop().currency());
    }

    private Stream<ProductLine.Variant> variants(List<String> handles) {
        return demo.products().stream()
                .filter(line -> handles.contains(line.handle()))
                .flatMap(line -> line.variants().stream());
    }

    private void insert(Table<?> table, Consumer<Rows.Row> columns) {
        var rows = new Rows(table);
        columns.accept(rows.next());
        rows.insert(tenant);
    }
}
