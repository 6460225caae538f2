package io.merkato.ordering;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.jooq.ordering.Tables.CART_LINE;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Sets how many pieces lines of a cart have. */
@Controller
class CartLinesUpdate {

    record Input(List<Line> lines) {}

    record Payload(@Nullable Cart cart, List<UserError> userErrors) implements MutationPayload {}

    record Line(CartLine.Id id, int quantity, ArgumentValue<MoneyInput> priceOverride) {}

    private final CartChanges changes;
    private final CartRepository carts;

    CartLinesUpdate(CartChanges changes, CartRepository carts) {
        this.changes = changes;
        this.carts = carts;
    }

    @MutationMapping
    Payload cartLinesUpdate(
            @Argument Cart.Id id,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper,
            DataLoader<Cart, CartQuote> quoteOfCart) {
        return changes.change(
                tenant,
                CartSight.of(viewer, shopper),
                id,
                new CartChange.OfLines((tx, cart) -> update(tx, cart, input.lines())),
                quoteOfCart,
                Payload::new);
    }

    private void update(TenantContext tx, Cart cart, List<Line> wanted) {
        Map<CartLine.Id, CartLine> now = carts.lines(tx, cart).stream().collect(toMap(CartLine::id, line -> line));
        var errors = new ArrayList<UserError>();
        var set = new LinkedHashMap<CartLine.Id, CartLine>();
        for (int i = 0; i < wanted.size(); i++) {
            Line want = wanted.get(i);
            CartLine line = now.get(want.id());
            if (line == null) {
                errors.add(Refusal.notFound("input", "lines", "" + i, "id"));
            } else if (set.containsKey(want.id())) {
                errors.add(Refusal.of(CONFLICT, "A line is named once.", "input", "lines", "" + i, "id"));
            } else if (want.quantity() < 0 || want.quantity() > CartLineInput.MOST_PIECES) {
                errors.add(Refusal.of(OUT_OF_RANGE, "A quantity is 0 to 9999.", "input", "lines", "" + i, "quantity"));
            } else {
                set.put(
                        want.id(),
                        new CartLine(
                                line.id(),
                                cart.id(),
                                line.variantId(),
                                want.quantity(),
                                line.properties(),
                                price(cart, line, want.priceOverride(), "input", "lines", "" + i, "priceOverride"),
                                null));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        write(tx, cart, set.values());
    }

    private static @Nullable Money price(Cart cart, CartLine line, ArgumentValue<MoneyInput> given, String... path) {
        if (given.isOmitted()) {
            return line.priceOverride();
        }
        MoneyInput price = given.value();
        if (price == null) {
            return null;
        }
        if (!cart.draft()) {
            throw new Refused(Refusal.of(NOT_ALLOWED, "Only in a draft order are prices set.", path));
        }
        Money money = price.money(path);
        if (!money.currency().equals(cart.currency())) {
            throw new Refused(Refusal.of(INVALID, "The cart is in " + cart.currency() + ".", path));
        }
        return money;
    }

    private static void write(TenantContext tx, Cart cart, Collection<CartLine> lines) {
        List<CartLine> kept = lines.stream().filter(line -> line.quantity() > 0).toList();
        List<CartLine.Id> gone = lines.stream()
                .filter(line -> line.quantity() == 0)
                .map(CartLine::id)
                .toList();
        if (!gone.isEmpty()) {
            tx.sql()
                    .deleteFrom(CART_LINE)
                    .where(tx.owns(CART_LINE))
                    .and(CART_LINE.CART_ID.eq(cart.id()))
                    .and(Sql.isAny(CART_LINE.ID, gone))
                    .execute();
        }
        if (!kept.isEmpty()) {
            Rows<CartLine> rows = Rows.of(kept)
                    .with(CART_LINE.ID, CartLine::id)
                    .with(CART_LINE.QUANTITY, CartLine::quantity)
                    .with(CART_LINE.PRICE_OVERRIDE, line -> MinorUnits.of(line.priceOverride()));
            tx.sql()
                    .update(CART_LINE)
                    .set(CART_LINE.QUANTITY, rows.get(CART_LINE.QUANTITY))
                    .set(CART_LINE.PRICE_OVERRIDE, rows.get(CART_LINE.PRICE_OVERRIDE))
                    .set(CART_LINE.SEEN_PRICE, (MinorUnits) null)
                    .from(rows.table())
                    .where(tx.owns(CART_LINE))
                    .and(CART_LINE.CART_ID.eq(cart.id()))
                    .and(CART_LINE.ID.eq(rows.get(CART_LINE.ID)))
                    .execute();
        }
    }
}
