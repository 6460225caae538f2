package io.merkato.ordering;

import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Set;

/** Tells which gift cards pay no more: what they paid goes back as store credit. */
public interface ClosedCards {

    /**
     * @param cards their ids, as the API writes them
     * @return those of them
     */
    Set<String> closed(TenantContext tenant, Collection<String> cards);
}
