package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Orders of three lines per second, placed over HTTP and as the same rows written by plain SQL in one transaction:
 * {@code ./mvnw test -Dtest=OrderPlacingSpeed}. A measurement, so no part of the suite.
 */
@MerkatoTest
class OrderPlacingSpeed {

    private static final int ROUNDS = 7;
    private static final int ORDERS = 100;
    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    /** What placing an order inserts, and how its rows name it. */
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("ordering.\"order\"", "id = ?::uuid");
        TABLES.put("ordering.order_line", "order_id = ?::uuid");
        TABLES.put("ordering.order_line_stock", "order_id = ?::uuid");
        TABLES.put("ordering.status_change", "order_id = ?::uuid");
        TABLES.put("inventory.movement", "reference = $text and ?::uuid is not null");
        TABLES.put("inventory.reservation", "holder = $text and ?::uuid is not null");
        TABLES.put("platform.event", "aggregate = $text and ?::uuid is not null");
        TABLES.put("ledger.transfer", "subject = $text and ?::uuid is not null");
        TABLES.put(
                "ledger.entry",
                "?::uuid is not null and transfer_id = any (select id from ledger.transfer where subject = $text)");
    }

    /** @param json of one row; of the entries of a transfer, all of them, as no one may stand alone */
    private record Row(String table, String columns, String json) {}

    private final OrderShop shop;
    private final Statements statements;
    private final Map<String, Integer> goods = new LinkedHashMap<>();

    OrderPlacingSpeed(Merchants merchants, Client client, Statements statements) {
        this.shop = new OrderShop(merchants, client);
        this.statements = statements;
        for (String sku : List.of("CUP", "MUG", "JAR")) {
            goods.put(shop.variant(sku, "100", 1_000_000), 1);
        }
    }

    @Test
    void orders_per_second() throws SQLException {
        OrderShop.Basket counted = shop.basket(goods);
        String total = counted.total();
        int sent = statements
                .of(() -> OrderShop.does(counted.guest(), counted.place(total)))
                .size();
        String sample = counted.read("order { id }").at("/order/id").asString();
        List<Row> rows = rows(sample);
        var placed = new double[ROUNDS];
        var written = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) { // the first warms up
            double http = placed(total);
            double sql = written(sample, rows);
            if (round >= 0) {
                placed[round] = http;
                written[round] = sql;
            }
        }
        Arrays.sort(placed);
        Arrays.sort(written);
        System.out.printf(
                "placing an order of three lines: %.0f a second over HTTP, %d statements; its rows by plain SQL: %.0f a second, %d statements; %.2f of it%n",
                placed[ROUNDS / 2],
                sent,
                written[ROUNDS / 2],
                rows.size() + 3,
                placed[ROUNDS / 2] / written[ROUNDS / 2]);
    }

    private double placed(String total) {
        var baskets = new ArrayList<OrderShop.Basket>();
        for (int i = 0; i < ORDERS; i++) {
            baskets.add(shop.basket(goods));
        }
        long start = System.nanoTime();
        baskets.forEach(basket -> OrderShop.does(basket.guest(), basket.place(total)));
        return ORDERS / ((System.nanoTime() - start) / 1e9);
    }

    private double written(String sample, List<Row> rows) throws SQLException {
        try (Connection connection = TestDatabase.superuser()) {
            connection.setAutoCommit(false);
            long number = 1_000_000 + System.nanoTime() % 1_000_000_000;
            long start = System.nanoTime();
            for (int i = 0; i < ORDERS; i++) {
                write(connection, sample, rows, number + i);
                connection.commit();
            }
            return ORDERS / ((System.nanoTime() - start) / 1e9);
        }
    }

    private void write(Connection connection, String sample, List<Row> rows, long number) throws SQLException {
        var ids = new LinkedHashMap<String, String>();
        String old = TypeId.parse("order", sample).toString();
        ids.put(old, Uuid7.next().toString());
        for (Row row : rows) {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into " + row.table() + " (" + row.columns() + ") select "
                            + row.columns() + " from jsonb_populate_recordset(null::" + row.table() + ", ?::jsonb)")) {
                insert.setString(1, fresh(row.json(), ids, sample, number));
                insert.executeUpdate();
            }
        }
        update(connection, "update inventory.stock_level set reserved = reserved + 1 where tenant_id = ?::uuid");
        update(connection, "update ordering.order_counter set last_number = last_number + 0 where tenant_id = ?::uuid");
        update(
                connection,
                "update ordering.cart set version = version where tenant_id = ?::uuid and status = 'EXPIRED'");
    }

    private void update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, shop.tenant.id().value().toString());
            update.executeUpdate();
        }
    }

    /** The row of another order: its own ids are new, the variants and the place stay. */
    private String fresh(String json, Map<String, String> ids, String sample, long number) {
        var order = new Order.Id(UUID.fromString(ids.values().iterator().next()));
        return UUIDS.matcher(json)
                .replaceAll(found -> stays(found.group())
                        ? found.group()
                        : ids.computeIfAbsent(found.group(), id -> Uuid7.next().toString()))
                .replace(sample, order.text())
                .replaceFirst("\"number\": \\d+", "\"number\": " + number);
    }

    private boolean stays(String id) {
        return kept.contains(id);
    }

    private final List<String> kept = new ArrayList<>();

    private List<Row> rows(String sample) throws SQLException {
        var rows = new ArrayList<Row>();
        String order = TypeId.parse("order", sample).toString();
        try (Connection connection = TestDatabase.superuser()) {
            for (String id : List.of(
                    "select tenant_id from ordering.\"order\" where id = ?::uuid",
                    "select store_id from ordering.\"order\" where id = ?::uuid",
                    "select customer_id from ordering.\"order\" where id = ?::uuid",
                    "select variant_id from ordering.order_line where order_id = ?::uuid",
                    "select product_id from ordering.order_line where order_id = ?::uuid",
                    "select l.id from inventory.location l join ordering.\"order\" o using (tenant_id) where o.id = ?::uuid",
                    "select a.id from ledger.account a join ordering.\"order\" o using (tenant_id) where o.id = ?::uuid")) {
                kept.addAll(strings(connection, id, order));
            }
            for (var table : TABLES.entrySet()) {
                String columns = String.join(
                        ", ",
                        strings(
                                connection,
                                "select quote_ident(attname) from pg_attribute where attrelid = '" + table.getKey()
                                        + "'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' and ?::text is not null",
                                order));
                String where = table.getValue().replace("$text", "'" + sample + "'");
                for (String json : strings(
                        connection,
                        "select jsonb_agg(t)::text from " + table.getKey() + " t where " + where + " group by "
                                + (table.getKey().equals("ledger.entry") ? "transfer_id" : "to_jsonb(t)")
                                + " order by 1",
                        order)) {
                    rows.add(new Row(table.getKey(), columns, json));
                }
            }
        }
        assertThat(rows.size()).isGreaterThan(13);
        return rows;
    }

    private static List<String> strings(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, parameter);
            try (ResultSet found = select.executeQuery()) {
                var all = new ArrayList<String>();
                while (found.next()) {
                    all.add(found.getString(1));
                }
                return all;
            }
        }
    }
}
