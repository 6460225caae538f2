package io.merkato.ordering;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.dataloader.Try;
import org.springframework.stereotype.Component;

/** What carts come to that are read, one after the other: each takes a dozen statements. */
@Component
class CartFigures {

    private static final int MOST_AT_ONCE = 10;

    private final CartQuotes quotes;

    CartFigures(CartQuotes quotes) {
        this.quotes = quotes;
    }

    /**
     * One that comes to more than 64 bits hold is no matter of the others.
     *
     * @throws Fault where they are too many for one request
     */
    Map<Cart, Try<CartQuote>> ofEach(TenantContext tenant, Set<Cart> wanted) {
        if (wanted.size() > MOST_AT_ONCE) {
            throw Fault.of(
                    FaultCode.QUERY_TOO_COMPLEX,
                    "This asks what more than %d carts come to. Ask for fewer at once.".formatted(MOST_AT_ONCE),
                    Map.of("limit", "CARTS", "most", MOST_AT_ONCE));
        }
        var found = new HashMap<Cart, Try<CartQuote>>();
        wanted.forEach(cart -> found.put(cart, of(tenant, cart)));
        return found;
    }

    private Try<CartQuote> of(TenantContext tenant, Cart cart) {
        try {
            return Try.succeeded(quotes.reckon(tenant, cart, CartQuotes.Known.NOTHING, true));
        } catch (ArithmeticException e) {
            return Try.failed(Fault.badInput(CartQuotes.TOO_MUCH + ": take some out of it."));
        }
    }
}
