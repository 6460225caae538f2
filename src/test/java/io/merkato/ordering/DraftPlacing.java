package io.merkato.ordering;

import io.merkato.api.Refused;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.TenantContext;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Makes orders of drafts in a transaction of a test's own. */
@Lazy
@Component
public class DraftPlacing {

    private final OrderPlace placing;

    DraftPlacing(OrderPlace placing) {
        this.placing = placing;
    }

    public Order.Id place(TenantContext tx, Cart.Id draft, Money expected, Viewer viewer) {
        return placing.place(
                        tx,
                        new CartSight(viewer, null),
                        new OrderPlace.Input(draft, new MoneyInput(expected.amount(), expected.currency())),
                        viewer)
                .order();
    }

    /** Whether it came to something else before anything but the cart was held. */
    public static boolean isOfAnotherTotal(Refused refused) {
        return refused.errors().stream().anyMatch(TotalChanged.class::isInstance);
    }
}
