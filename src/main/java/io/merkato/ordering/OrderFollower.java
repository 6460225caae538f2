package io.merkato.ordering;

import io.merkato.api.Actor;
import io.merkato.tenancy.TenantContext;
import java.util.List;

/**
 * What a module does where money came in for orders or went back, goods came back, or what they come to changed. One bean per module that
 * keeps something by that; told in the same transaction, which holds the orders' rows, after all else was written of them.
 */
public interface OrderFollower {

    /** A fixed number of statements, however many orders. @param changed each another order; whose customer is gone for good is nobody's */
    void follow(TenantContext tx, List<ChangedOrder> changed, Actor actor);
}
