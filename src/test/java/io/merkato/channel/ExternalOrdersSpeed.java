package io.merkato.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.ordering.OrderShop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * External orders of three lines and a buyer each per second, 250 a call over HTTP: new ones, the same again, and paid and sent since:
 * {@code ./mvnw test -Dtest=ExternalOrdersSpeed}. A measurement, so no part of the suite.
 */
@MerkatoTest
class ExternalOrdersSpeed {

    private static final int ROUNDS = 7;
    private static final int ORDERS = 250;

    private final Marketplace market;
    private final Statements statements;

    ExternalOrdersSpeed(Merchants merchants, Client client, Statements statements) {
        this.market = new Marketplace(new OrderShop(merchants, client));
        this.statements = statements;
    }

    @Test
    void orders_per_second() {
        for (String sku : List.of("S-CUP", "S-MUG", "S-JAR")) {
            market.shop.variant(sku, "80", 1_000_000);
        }
        var fresh = new double[ROUNDS];
        var again = new double[ROUNDS];
        var later = new double[ROUNDS];
        var sent = new int[3];
        for (int round = -1; round < ROUNDS; round++) { // the first warms up
            List<Map<String, Object>> orders = orders();
            List<Map<String, Object>> caughtUp = orders.stream()
                    .map(order -> Marketplace.sent(Marketplace.paid(order)))
                    .toList();
            if (round < 0) {
                sent[0] = statements.of(() -> rate(orders, "IMPORTED")).size();
                sent[1] = statements.of(() -> rate(orders, "UNCHANGED")).size();
                sent[2] = statements.of(() -> rate(caughtUp, "UPDATED")).size();
            } else {
                fresh[round] = rate(orders, "IMPORTED");
                again[round] = rate(orders, "UNCHANGED");
                later[round] = rate(caughtUp, "UPDATED");
            }
        }
        System.out.printf(
                "%nexternal orders a second: %.0f new by %d statements a call, %.0f the same again by %d, %.0f paid and sent since by %d%n",
                median(fresh), sent[0], median(again), sent[1], median(later), sent[2]);
    }

    private static List<Map<String, Object>> orders() {
        var orders = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < ORDERS; i++) {
            orders.add(Marketplace.but(
                    Marketplace.order(
                            Marketplace.id(),
                            List.of(
                                    Marketplace.line("S-CUP", 1),
                                    Marketplace.line("S-MUG", 1),
                                    Marketplace.line("S-JAR", 1)),
                            "345"),
                    "customer",
                    Map.of("email", Merchants.email(), "givenName", "Hana")));
        }
        return orders;
    }

    private double rate(List<Map<String, Object>> orders, String outcome) {
        long start = System.nanoTime();
        List<String> outcomes = Marketplace.outcomes(market.imports(market.owner, orders));
        double rate = ORDERS / ((System.nanoTime() - start) / 1e9);
        assertThat(outcomes).containsOnly(outcome);
        return rate;
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
