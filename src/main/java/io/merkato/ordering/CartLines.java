package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART_LINE;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.catalog.Variants;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Field;
import org.springframework.stereotype.Component;

/** Writes the lines of a cart that is locked. */
@Component
class CartLines {

    static final int MOST = 100;

    /** The same goods with the same said for them are one line. What is said may be longer than an index takes. */
    static final List<Field<?>> KEY = List.of(
            CART_LINE.TENANT_ID,
            CART_LINE.CART_ID,
            CART_LINE.VARIANT_ID,
            field("md5({0}::text)", String.class, field(CART_LINE.PROPERTIES.getUnqualifiedName())));

    private static final Rows.Text ADDED = new Rows.Text();
    private static final Rows.Text SEEN = new Rows.Text();

    private record Key(ProductVariant.Id variant, List<NamedText> properties) {}

    private record Added(CartLine.Id id, Key key, long quantity) {
        CartLine in(Cart cart) {
            return new CartLine(id, cart.id(), key.variant(), quantity, key.properties(), null, null);
        }
    }

    private final Variants variants;

    CartLines(Variants variants) {
        this.variants = variants;
    }

    /** Into a cart that was opened just now. @return all its lines, and what is sold of them */
    CartQuotes.Known fill(TenantContext tx, Cart opened, List<CartLineInput> inputs) {
        List<Added> added = added(inputs);
        if (added.isEmpty()) {
            return CartQuotes.Known.NOTHING;
        }
        Map<ProductVariant.Id, SaleItem> sold = sold(tx, opened, inputs);
        write(tx, opened, added);
        return new CartQuotes.Known(added.stream().map(line -> line.in(opened)).toList(), sold);
    }

    /** Adds the pieces; of a line that is there already, more. */
    void add(TenantContext tx, Cart cart, List<CartLineInput> inputs) {
        List<Added> added = added(inputs);
        if (!added.isEmpty()) {
            sold(tx, cart, inputs); // or refused
            write(tx, cart, added);
        }
    }

    private static List<Added> added(List<CartLineInput> inputs) {
        if (inputs.size() > MOST) {
            throw tooMany();
        }
        var quantities = new LinkedHashMap<Key, Long>();
        for (int i = 0; i < inputs.size(); i++) {
            CartLineInput input = inputs.get(i);
            quantities.merge(
                    new Key(input.variantId(), input.texts("input", "lines", "" + i)),
                    (long) input.pieces("input", "lines", "" + i),
                    Math::addExact);
        }
        Iterator<UUID> ids = Uuid7.next(quantities.size()).iterator();
        return quantities.entrySet().stream()
                .map(line -> new Added(new CartLine.Id(ids.next()), line.getKey(), line.getValue()))
                .toList();
    }

    private static void write(TenantContext tx, Cart cart, List<Added> added) {
        Rows<Added> rows = Rows.of(added)
                .with(CART_LINE.ID, Added::id)
                .with(CART_LINE.CART_ID, line -> cart.id())
                .with(CART_LINE.VARIANT_ID, line -> line.key().variant())
                .with(CART_LINE.PROPERTIES, line -> line.key().properties())
                .with(CART_LINE.QUANTITY, Added::quantity);
        rows.execute(
                tx,
                ADDED,
                () -> rows.insertInto(tx, CART_LINE)
                        .onConflict(KEY)
                        .doUpdate()
                        .set(CART_LINE.QUANTITY, CART_LINE.QUANTITY.plus(excluded(CART_LINE.QUANTITY)))
                        .set(CART_LINE.SEEN_PRICE, inline(null, CART_LINE.SEEN_PRICE)));
    }

    static Refused tooMany() {
        return new Refused(Refusal.of(UserErrorCode.TOO_LONG, "A cart has at most 100 lines.", "input", "lines"));
    }

    /** @throws Refused where one of them is not */
    private Map<ProductVariant.Id, SaleItem> sold(TenantContext tx, Cart cart, List<CartLineInput> inputs) {
        Map<ProductVariant.Id, SaleItem> sold = variants.forSale(
                tx,
                cart.storeId(),
                cart.locale(),
                inputs.stream().map(CartLineInput::variantId).toList());
        var errors = new ArrayList<UserError>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!sold.containsKey(inputs.get(i).variantId())) {
                errors.add(Refusal.notFound("input", "lines", "" + i, "variantId"));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return sold;
    }

    /** Remembers the prices that whoever changed the lines is shown now. */
    static void see(TenantContext tx, CartQuote quote) {
        List<QuotedLine> unseen = quote.lines().stream()
                .filter(line -> line.unitPrice() != null && line.line().seenPrice() == null)
                .toList();
        if (unseen.isEmpty()) {
            return;
        }
        Rows<QuotedLine> rows = Rows.of(unseen)
                .with(CART_LINE.ID, QuotedLine::id)
                .with(CART_LINE.CART_ID, line -> line.line().cartId())
                .with(
                        CART_LINE.SEEN_PRICE,
                        line -> Objects.requireNonNull(line.unitPrice()).withoutCurrency());
        rows.execute(
                tx,
                SEEN,
                () -> tx.sql()
                        .update(CART_LINE)
                        .set(CART_LINE.SEEN_PRICE, rows.get(CART_LINE.SEEN_PRICE))
                        .from(rows.table())
                        .where(tx.owns(CART_LINE))
                        .and(CART_LINE.CART_ID.eq(rows.get(CART_LINE.CART_ID)))
                        .and(CART_LINE.ID.eq(rows.get(CART_LINE.ID))));
    }
}
