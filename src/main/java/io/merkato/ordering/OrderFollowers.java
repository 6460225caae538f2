package io.merkato.ordering;

import io.merkato.api.Actor;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Tells those who follow orders what changed. */
@Component
class OrderFollowers {

    private final Supplier<List<OrderFollower>> followers;

    OrderFollowers(ObjectProvider<OrderFollower> followers) {
        this.followers = SingletonSupplier.of(() -> followers.orderedStream().toList());
    }

    void tell(TenantContext tx, List<ChangedOrder> changed, Actor actor) {
        List<ChangedOrder> concerned =
                changed.stream().filter(ChangedOrder::concerns).toList();
        if (!concerned.isEmpty()) {
            followers.get().forEach(follower -> follower.follow(tx, concerned, actor));
        }
    }
}
