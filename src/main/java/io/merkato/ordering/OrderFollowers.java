package io.merkato.ordering;

import io.merkato.api.Actor;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells those who follow orders what changed. */
@Component
class OrderFollowers {

    private final ObjectProvider<OrderFollower> followers;

    OrderFollowers(ObjectProvider<OrderFollower> followers) {
        this.followers = followers;
    }

    void tell(TenantContext tx, List<ChangedOrder> changed, Actor actor) {
        List<ChangedOrder> concerned =
                changed.stream().filter(ChangedOrder::concerns).toList();
        if (!concerned.isEmpty()) {
            followers.orderedStream().forEach(follower -> follower.follow(tx, concerned, actor));
        }
    }
}
