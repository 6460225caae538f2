package io.merkato.demo;

import static io.merkato.demo.CustomerBook.orNone;
import static io.merkato.jooq.ordering.Tables.CART;
import static io.merkato.jooq.ordering.Tables.CART_LINE;

import io.merkato.store.SalesChannel;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** What somebody is about to buy: carts that are open when they are loaded, and draft orders. */
final class CartRows {

    private static final Duration KEPT = Duration.ofDays(30);

    private CartRows() {}

    static void write(TenantContext tenant, DemoShop demo, OrderBook book) {
        DemoIds ids = demo.ids();
        Map<String, CustomerBook.Entry> people = CustomerBook.of(demo.shop().slug()).customers().stream()
                .collect(Collectors.toMap(CustomerBook.Entry::key, person -> person));
        var carts = new Rows(CART);
        var lines = new Rows(CART_LINE);
        for (OrderBook.OpenCart cart : book.carts()) {
            UUID id = ids.at(cart.at(), "cart");
            CustomerBook.Entry person = Objects.requireNonNull(people.get(cart.by()));
            Shop.Store store = demo.shop().stores().stream()
                    .filter(each -> each.code().equals(cart.store()))
                    .findFirst()
                    .orElseThrow();
            carts.next()
                    .set(CART.ID, id)
                    .set(CART.STORE_ID, ids.of("store", cart.store()))
                    .set(CART.CHANNEL, SalesChannel.ONLINE)
                    .set(CART.CUSTOMER_ID, ids.of("customer", person.key()))
                    .set(CART.DRAFT, Boolean.TRUE.equals(cart.draft()))
                    .set(CART.CURRENCY, store.currencies().getFirst().getCurrencyCode())
                    .set(CART.LOCALE, person.locale().toLanguageTag())
                    .set(CART.EMAIL, person.email())
                    .set(CART.NOTE, cart.note())
                    .set(CART.COUPON_CODES, '{' + String.join(",", orNone(cart.coupons())) + '}')
                    .set(
                            CART.SHIPPING_ADDRESS,
                            orNone(person.addresses()).getFirst().address())
                    .set(CART.SHIPPING_METHOD_ID, cart.ship() == null ? null : ids.of("shipping method", cart.ship()))
                    .set(CART.STATUS, "OPEN")
                    .set(CART.EXPIRES_AT, Instant.now().plus(KEPT))
                    .set(CART.CREATED_AT, cart.at())
                    .set(CART.UPDATED_AT, cart.at());
            cart.lines()
                    .forEach((key, quantity) -> lines.next()
                            .set(CART_LINE.ID, ids.at(cart.at(), "cart line", key))
                            .set(CART_LINE.CART_ID, id)
                            .set(CART_LINE.VARIANT_ID, ids.of("variant", key))
                            .set(CART_LINE.QUANTITY, quantity)
                            .set(CART_LINE.PROPERTIES, List.of()));
        }
        carts.insert(tenant);
        lines.insert(tenant);
    }
}
