package io.merkato.ledger;

import io.merkato.tenancy.TenantContext;
import java.util.Set;

/** Told of what comes into accounts, by the transaction that writes it and whatever way it comes. */
public interface LedgerFollower {

    /** Of which accounts. */
    AccountCode code();

    /**
     * Before anything of these is written: locks what follows from it. So whoever moves one and then the other takes them in the same order.
     *
     * @param holders whose accounts are about to move, by their ids as the API writes them
     */
    void hold(TenantContext tx, Set<String> holders);

    /** @param holders who were credited, by their ids as the API writes them; their accounts are locked where they are guarded */
    void credited(TenantContext tx, Set<String> holders);
}
