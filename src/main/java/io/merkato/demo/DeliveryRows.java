package io.merkato.demo;

import static io.merkato.jooq.shipping.Tables.SHIPPING_METHOD;
import static io.merkato.jooq.shipping.Tables.SHIPPING_RATE;
import static io.merkato.jooq.shipping.Tables.SHIPPING_ZONE;
import static io.merkato.jooq.shipping.Tables.SHIPPING_ZONE_PLACE;

import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Zones, methods and rates of shipping. */
final class DeliveryRows {

    private DeliveryRows() {}

    static void write(TenantContext tenant, DemoShop demo) {
        DemoIds ids = demo.ids();
        Delivery delivery = demo.read("shipping.json", Delivery.class);
        zones(tenant, ids, delivery.zones());
        methods(tenant, ids, delivery.methods());
    }

    private static void zones(TenantContext tenant, DemoIds ids, List<Delivery.Zone> all) {
        var zones = new Rows(SHIPPING_ZONE);
        var places = new Rows(SHIPPING_ZONE_PLACE);
        for (Delivery.Zone zone : all) {
            UUID id = ids.of("zone", zone.name());
            zones.next()
                    .set(SHIPPING_ZONE.ID, id)
                    .set(SHIPPING_ZONE.NAME, zone.name())
                    .set(SHIPPING_ZONE.ELSEWHERE, Boolean.TRUE.equals(zone.elsewhere()));
            for (String place : zone.places() == null ? List.<String>of() : zone.places()) {
                String[] parts = place.split("/", 2);
                places.next()
                        .set(SHIPPING_ZONE_PLACE.COUNTRY, parts[0])
                        .set(SHIPPING_ZONE_PLACE.REGION, parts.length > 1 ? parts[1] : "")
                        .set(SHIPPING_ZONE_PLACE.SHIPPING_ZONE_ID, id);
            }
        }
        zones.insert(tenant);
        places.insert(tenant);
    }

    private static void methods(TenantContext tenant, DemoIds ids, List<Delivery.Method> all) {
        var methods = new Rows(SHIPPING_METHOD);
        var rates = new Rows(SHIPPING_RATE);
        for (int i = 0; i < all.size(); i++) {
            Delivery.Method method = all.get(i);
            UUID id = ids.of("shipping method", method.code());
            methods.next()
                    .set(SHIPPING_METHOD.ID, id)
                    .set(SHIPPING_METHOD.SHIPPING_ZONE_ID, method.zone() == null ? null : ids.of("zone", method.zone()))
                    .set(SHIPPING_METHOD.STORE_ID, method.store() == null ? null : ids.of("store", method.store()))
                    .set(SHIPPING_METHOD.CODE, method.code())
                    .set(SHIPPING_METHOD.NAMES, method.name())
                    .set(SHIPPING_METHOD.KIND, method.kind())
                    .set(SHIPPING_METHOD.CURRENCY, method.currency().getCurrencyCode())
                    .set(SHIPPING_METHOD.FREE_FROM, units(method.freeFrom(), method.currency()))
                    .set(
                            SHIPPING_METHOD.MIN_DAYS,
                            method.days() == null ? null : method.days().getFirst())
                    .set(
                            SHIPPING_METHOD.MAX_DAYS,
                            method.days() == null ? null : method.days().getLast())
                    .set(SHIPPING_METHOD.PICKUP_ADDRESS, method.address())
                    .set(SHIPPING_METHOD.POSITION, i);
            for (Delivery.Rate rate : method.rates()) {
                BigDecimal from = rate.from() == null ? BigDecimal.ZERO : rate.from();
                rates.next()
                        .set(SHIPPING_RATE.SHIPPING_METHOD_ID, id)
                        .set(SHIPPING_RATE.KIND, method.kind())
                        .set(
                                SHIPPING_RATE.STARTS,
                                method.kind().equals("BY_TOTAL")
                                        ? Long.valueOf(Money.of(from, method.currency())
                                                .minorUnits())
                                        : Long.valueOf(from.longValueExact()))
                        .set(SHIPPING_RATE.AMOUNT, units(rate.price(), method.currency()));
            }
        }
        methods.insert(tenant);
        rates.insert(tenant);
    }

    private static @Nullable MinorUnits units(@Nullable BigDecimal amount, Currency currency) {
        return amount == null ? null : Money.of(amount, currency).withoutCurrency();
    }
}
