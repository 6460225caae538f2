package io.merkato.ordering;

import io.merkato.catalog.ProductVariant;
import io.merkato.inventory.Stock;
import io.merkato.money.Money;
import io.merkato.promotion.CouponResult;
import io.merkato.shipping.ShippingMethodKind;
import io.merkato.shipping.ShippingQuote;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What keeps a cart from becoming an order, or should be seen before it does. */
@Component
class CartProblems {

    private final Stock stock;

    CartProblems(Stock stock) {
        this.stock = stock;
    }

    List<CartProblem> of(
            TenantContext tenant,
            Cart cart,
            Store store,
            List<QuotedLine> lines,
            boolean asksStock,
            boolean sent,
            @Nullable ShippingQuote chosen,
            CouponResult off,
            PointsDiscounts.@Nullable Offer offer) {
        var problems = new ArrayList<CartProblem>();
        if (!store.isOpen()) {
            problems.add(CartProblem.of(CartProblem.Code.STORE_NOT_OPEN, "This store sells nothing at the moment."));
        }
        if (!store.currencies().contains(cart.currency())) {
            problems.add(CartProblem.of(
                    CartProblem.Code.CURRENCY_NOT_SOLD,
                    "This store does not sell in " + cart.currency() + " any more; begin another cart."));
        }
        if (lines.isEmpty()) {
            problems.add(CartProblem.of(CartProblem.Code.EMPTY, "There is nothing in the cart."));
        }
        Map<ProductVariant.Id, Long> pieces = CartStock.of(lines);
        Map<ProductVariant.Id, Long> tooFew =
                pieces.isEmpty() || !asksStock ? Map.of() : stock.shortages(tenant, cart.id(), pieces);
        for (QuotedLine line : lines) {
            if (line.item() == null) {
                problems.add(CartProblem.of(CartProblem.Code.UNAVAILABLE, line, "This is not for sale here any more."));
            } else if (line.unitPrice() == null) {
                problems.add(CartProblem.of(
                        CartProblem.Code.NO_PRICE, line, "This has no price in " + cart.currency() + "."));
            } else {
                addLine(problems, line, tooFew);
            }
        }
        off.refusals().forEach((code, why) -> problems.add(CartProblem.of(code, why)));
        if (offer != null && offer.problem() != null) {
            problems.add(CartProblem.of(CartProblem.Code.POINTS_NOT_APPLIED, offer.problem()));
        }
        addDelivery(problems, cart, sent, chosen);
        return List.copyOf(problems);
    }

    private static void addLine(
            Collection<CartProblem> problems, QuotedLine line, Map<ProductVariant.Id, Long> available) {
        Long there = CartStock.available(line, available);
        if (there != null) {
            problems.add(new CartProblem(
                    CartProblem.Code.OUT_OF_STOCK,
                    "There are " + there + " of it.",
                    line,
                    null,
                    null,
                    null,
                    null,
                    there));
        }
        Money seen = line.line().seenPrice();
        if (seen != null && !seen.equals(line.unitPrice())) {
            problems.add(new CartProblem(
                    CartProblem.Code.PRICE_CHANGED,
                    "Its price has changed.",
                    line,
                    null,
                    null,
                    seen,
                    line.unitPrice(),
                    null));
        }
    }

    private static void addDelivery(
            Collection<CartProblem> problems, Cart cart, boolean sent, @Nullable ShippingQuote chosen) {
        if (cart.email() == null && cart.phone() == null && !cart.draft()) {
            problems.add(CartProblem.of(
                    CartProblem.Code.CONTACT_MISSING,
                    "Say where the confirmation goes: an e-mail address or a phone number."));
        }
        boolean arranged = cart.draft() && cart.shippingAddress() == null && cart.shippingMethodId() == null;
        boolean pickedUp = chosen != null && chosen.kind() == ShippingMethodKind.PICKUP;
        if (!sent || arranged || pickedUp) {
            return;
        }
        if (cart.shippingAddress() == null) {
            problems.add(CartProblem.of(CartProblem.Code.SHIPPING_ADDRESS_MISSING, "Say where it goes."));
        } else if (cart.shippingMethodId() == null) {
            problems.add(CartProblem.of(CartProblem.Code.SHIPPING_METHOD_MISSING, "Choose how it is sent."));
        } else if (chosen == null) {
            problems.add(CartProblem.of(
                    CartProblem.Code.SHIPPING_METHOD_UNAVAILABLE,
                    "The shipping method is not offered for this address and these contents."));
        }
    }
}
