package io.merkato.ordering;

import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Sql;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.store.Store;
import org.jooq.Condition;
import org.jooq.Field;

/** Of which stores staff see or change orders. */
final class OrderReach {

    private OrderReach() {}

    /** Whether they see any of a customer's orders and carts; who does not is not told how many there are either. */
    static boolean ofCustomer(Customer.Id customer, Viewer viewer, Shopper shopper) {
        return viewer.hasAnywhere(Permission.ORDERS_READ) || shopper.mine(customer);
    }

    static Condition of(Viewer viewer, Permission permission, Field<Store.Id> store) {
        return switch (viewer.permissions().get(permission)) {
            case null -> falseCondition();
            case Reach.EveryStore all -> noCondition();
            case Reach.OnlyStores(var stores) ->
                Sql.isAny(store, stores.stream().map(Store.Id::new).toList());
        };
    }
}
