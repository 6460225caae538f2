package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every event in every status of the three axes: either history goes on along a path that is allowed, or nothing is written. */
@MerkatoTest
class OrderStatusTest {

    private record Step(String event, String to) {}

    private final OrderShop shop;

    OrderStatusTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    @TestFactory
    Stream<DynamicTest> every_event_in_every_status_goes_on_or_writes_nothing() throws SQLException {
        String order = TypeId.parse(
                        "order",
                        shop.basket(shop.variant("CUP", "100", 5), 1).order().id())
                .toString();
        var tests = new ArrayList<DynamicTest>();
        for (StatusAxis axis : StatusAxis.values()) {
            Map<String, List<Step>> transitions = transitions(axis);
            Map<String, List<String>> paths = paths(transitions);
            for (String status : statuses(axis)) {
                for (StatusEvent event : StatusEvent.values()) {
                    String expected = transitions.getOrDefault(status, List.of()).stream()
                            .filter(step -> step.event().equals(event.name()))
                            .map(Step::to)
                            .findAny()
                            .orElse(null);
                    tests.add(dynamicTest(
                            axis + " " + status + " " + event,
                            () -> check(order, axis, reached(paths, status), event.name(), expected)));
                }
            }
        }
        return tests.stream();
    }

    private static List<String> reached(Map<String, List<String>> paths, String status) {
        assertThat(paths).as("A path to every status").containsKey(status);
        return paths.getOrDefault(status, List.of());
    }

    /** In a transaction that is rolled back, so that one order serves all. */
    private static void check(String order, StatusAxis axis, List<String> path, String event, @Nullable String expected)
            throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            for (String earlier : path) {
                assertThat(move(superuser, order, axis, earlier)).isNotNull();
            }
            List<String> before = rows(superuser, order);

            assertThat(move(superuser, order, axis, event)).isEqualTo(expected);

            if (expected == null) {
                assertThat(rows(superuser, order)).isEqualTo(before);
            } else {
                assertThat(history(superuser, order, axis)).isEqualTo(path.size() + 2 + " steps to " + expected);
            }
            superuser.rollback();
        }
    }

    @Test
    void history_is_in_the_order_in_which_it_happened_also_where_the_later_step_began_first() throws SQLException {
        OrderShop.Placed order = shop.basket(shop.variant("CUP", "100", 5), 1).order();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            one(superuser, "select now()::text");
            order.pays("10");
            move(superuser, TypeId.parse("order", order.id()).toString(), StatusAxis.FULFILMENT, "SHIP_PART");
            move(superuser, TypeId.parse("order", order.id()).toString(), StatusAxis.FULFILMENT, "SHIP");
            superuser.commit();
        }
        assertThat(order.read("history { event }")
                        .get("history")
                        .valueStream()
                        .map(step -> step.get("event").asString()))
                .containsExactly("PLACE", "PLACE", "PLACE", "PAY_PART", "SHIP_PART", "SHIP");
    }

    @Test
    void a_path_that_is_not_allowed_cannot_be_stored() throws SQLException {
        String order = TypeId.parse(
                        "order",
                        shop.basket(shop.variant("CUP", "100", 5), 1).order().id())
                .toString();
        try (Connection superuser = TestDatabase.superuser()) {
            assertThat(refused(superuser, """
                    insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor)
                    select tenant_id, id, 'ORDER', 1, 'OPEN', 'COMPLETE', 'CANCELLED', 'test' from ordering."order" where id = '%s'""".formatted(order))).isEqualTo("status_change_transition_fkey");
            assertThat(refused(superuser, """
                    insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor)
                    select tenant_id, id, 'PAYMENT', 1, 'PAID', 'REFUND', 'REFUNDED', 'test' from ordering."order" where id = '%s'""".formatted(order))).isEqualTo("status_change_previous_fkey");
        }
    }

    private static List<String> statuses(StatusAxis axis) {
        Object[] statuses = switch (axis) {
            case ORDER -> OrderStatus.values();
            case PAYMENT -> PaymentStatus.values();
            case FULFILMENT -> FulfilmentStatus.values();
        };
        return Stream.of(statuses).map(Object::toString).toList();
    }

    private static Map<String, List<Step>> transitions(StatusAxis axis) throws SQLException {
        var transitions = new HashMap<String, List<Step>>();
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement select = superuser.prepareStatement(
                        "select from_status, event, to_status from ordering.transition where axis = ?")) {
            select.setString(1, axis.name());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    transitions
                            .computeIfAbsent(rows.getString(1), from -> new ArrayList<>())
                            .add(new Step(rows.getString(2), rows.getString(3)));
                }
            }
        }
        return transitions;
    }

    /** The events that lead from a new order to each status, the fewest. */
    private static Map<String, List<String>> paths(Map<String, List<Step>> transitions) {
        var paths = new HashMap<String, List<String>>();
        var waiting = new ArrayDeque<String>();
        transitions.getOrDefault("NONE", List.of()).stream()
                .filter(step -> step.event().equals("PLACE"))
                .forEach(step -> {
                    paths.put(step.to(), List.of());
                    waiting.add(step.to());
                });
        while (!waiting.isEmpty()) {
            String status = waiting.remove();
            for (Step step : transitions.getOrDefault(status, List.of())) {
                if (!paths.containsKey(step.to())) {
                    var path = new ArrayList<>(paths.getOrDefault(status, List.of()));
                    path.add(step.event());
                    paths.put(step.to(), path);
                    waiting.add(step.to());
                }
            }
        }
        return paths;
    }

    private static @Nullable String move(Connection superuser, String order, StatusAxis axis, String event)
            throws SQLException {
        return one(
                superuser,
                "select ordering.move(tenant_id, id, '%s', '%s', 'test', null) from ordering.\"order\" where id = '%s'"
                        .formatted(axis, event, order));
    }

    private static @Nullable String history(Connection superuser, String order, StatusAxis axis) throws SQLException {
        return one(superuser, """
                select count(*) || ' steps to ' || (array_agg(to_status order by step desc))[1] from ordering.status_change
                where order_id = '%s' and axis = '%s'""".formatted(order, axis));
    }

    private static List<String> rows(Connection superuser, String order) throws SQLException {
        return List.of(
                String.valueOf(
                        one(superuser, "select o::text from ordering.\"order\" o where id = '%s'".formatted(order))),
                String.valueOf(one(
                        superuser,
                        "select string_agg(c::text, ' ' order by axis, step) from ordering.status_change c where order_id = '%s'"
                                .formatted(order))));
    }

    private static @Nullable String one(Connection superuser, String sql) throws SQLException {
        try (ResultSet row = superuser.createStatement().executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static @Nullable String refused(Connection connection, String sql) {
        try {
            connection.createStatement().execute(sql);
            return null;
        } catch (SQLException e) {
            return e instanceof org.postgresql.util.PSQLException refusal && refusal.getServerErrorMessage() != null
                    ? refusal.getServerErrorMessage().getConstraint()
                    : e.getMessage();
        }
    }
}
