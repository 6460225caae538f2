package io.merkato.loyalty;

import io.merkato.ordering.Order;
import io.merkato.store.Store;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The programme of each store, active or not; a store without one is left out. */
record StoreProgrammes(Map<Store.Id, LoyaltyProgramme> byStore) {

    boolean isEmpty() {
        return byStore.isEmpty();
    }

    Optional<LoyaltyProgramme> find(Order order) {
        return Optional.ofNullable(byStore.get(order.storeId()));
    }

    /** Of an order whose store is known to have one. */
    LoyaltyProgramme of(Order order) {
        return Objects.requireNonNull(byStore.get(order.storeId()));
    }

    /** By which the order earns now; empty where it earns nothing, as for nobody. */
    Optional<LoyaltyProgramme.Rate> rate(Order order) {
        return find(order)
                .filter(programme -> order.customerId() != null)
                .filter(LoyaltyProgramme::earns)
                .flatMap(programme -> programme.rate(order.currency()));
    }

    Wallets.Holder holder(Order order) {
        return new Wallets.Holder(of(order).id(), Objects.requireNonNull(order.customerId()));
    }
}
