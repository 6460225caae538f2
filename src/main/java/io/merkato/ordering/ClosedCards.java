package io.merkato.ordering;

import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Map;

/** Tells which gift cards pay no more. */
public interface ClosedCards {

    /**
     * What an expired one paid goes back as store credit. What a disabled one paid goes back to it alone, and stays there for staff to say whose it is: whoever spent it
     * may have stolen it.
     */
    enum Why {
        EXPIRED,
        DISABLED
    }

    /**
     * @param cards their ids, as the API writes them
     * @return those of them
     */
    Map<String, Why> closed(TenantContext tenant, Collection<String> cards);
}
