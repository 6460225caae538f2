package io.merkato.ordering;

import io.merkato.api.VersionConflict;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What is changed of a cart, which is locked and open by then: what it says itself, or its lines. */
sealed interface CartChange {

    /** @return which of the cart's own columns change, and to what; what else changes is written */
    Map<Field<?>, @Nullable Object> carryOut(TenantContext tx, Cart cart);

    /** What is known of the cart from then on. @param before its lines as they were */
    CartQuotes.Known known(List<CartLine> before);

    /**
     * Its lines stay as they are.
     *
     * @param ifVersion null where it may be any
     */
    record OfItself(@Nullable Integer ifVersion, BiFunction<TenantContext, Cart, Map<Field<?>, @Nullable Object>> rule)
            implements CartChange {

        @Override
        public Map<Field<?>, @Nullable Object> carryOut(TenantContext tx, Cart cart) {
            VersionConflict.check(ifVersion, cart.version());
            return rule.apply(tx, cart);
        }

        @Override
        public CartQuotes.Known known(List<CartLine> before) {
            return new CartQuotes.Known(before, Map.of());
        }
    }

    /** @param rule writes them */
    record OfLines(BiConsumer<TenantContext, Cart> rule) implements CartChange {

        @Override
        public Map<Field<?>, @Nullable Object> carryOut(TenantContext tx, Cart cart) {
            rule.accept(tx, cart);
            return Map.of();
        }

        @Override
        public CartQuotes.Known known(List<CartLine> before) {
            return CartQuotes.Known.NOTHING;
        }
    }
}
