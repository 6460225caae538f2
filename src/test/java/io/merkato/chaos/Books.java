package io.merkato.chaos;

import io.merkato.InvariantsHold;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What callers were told, what providers moved and what the database has, laid side by side. */
final class Books {

    /** Of a payment, in minor units. */
    private record Moved(long taken, long givenBack) {
        Moved plus(Moved other) {
            return new Moved(taken + other.taken, givenBack + other.givenBack);
        }
    }

    private final Connection database;
    private final Promises promises;
    private final List<String> findings = new ArrayList<>();

    Books(Connection database, Promises promises) {
        this.database = database;
        this.promises = promises;
    }

    /** What should not be. */
    List<String> findings(List<Shop> shops) throws SQLException, IOException {
        same("orders", promises.orders, strings("select tenancy.type_id('order', id) from ordering.\"order\""));
        same("payments", promises.payments, strings("select tenancy.type_id('payment', id) from payment.payment"));
        Set<String> lost = new HashSet<>(promises.captured);
        strings("select tenancy.type_id('payment', id) from payment.payment where captured = amount")
                .forEach(lost::remove);
        lost.forEach(id -> findings.add("lost of what was captured: " + id));
        expect(
                (long) promises.refunds.size(),
                number("select count(*) from payment.operation where kind = 'REFUND'"),
                "refunds");
        for (Shop shop : shops) {
            atProvider(shop);
        }
        InvariantsHold.findings(database).forEach(finding -> findings.add(finding.toString()));
        return findings;
    }

    /** Each key brought one, which is still there, and there is no other. */
    private void same(String what, Map<String, String> promised, List<String> there) {
        Set<String> lost = new HashSet<>(promised.values());
        there.forEach(lost::remove);
        lost.forEach(id -> findings.add("lost of " + what + ": " + id));
        Set<String> unasked = new HashSet<>(there);
        unasked.removeAll(promised.values());
        unasked.forEach(id -> findings.add("nobody was told of " + what + ": " + id));
        expect(promised.size(), there.size(), what);
        expect(promised.size(), new HashSet<>(promised.values()).size(), "keys of " + what);
    }

    private void atProvider(Shop shop) throws SQLException, IOException {
        Map<String, Moved> known = known(shop);
        Map<String, Moved> moved = new HashMap<>();
        Map<String, String> paymentOfKey = paymentOfKey();
        Set<String> paid = new HashSet<>();
        shop.provider.journal().replay(entry -> {
            String payment = paymentOfKey.getOrDefault(entry.key(), "none of key " + entry.key());
            switch (entry.what()) {
                case "paid" -> {
                    if (!paid.add(entry.key())) {
                        findings.add("charged twice: " + payment);
                    }
                    moved.merge(payment, new Moved(entry.minorUnits(), 0), Moved::plus);
                }
                case "refunded" -> moved.merge(payment, new Moved(0, entry.minorUnits()), Moved::plus);
                default -> {}
            }
        });
        Set<String> all = new HashSet<>(known.keySet());
        all.addAll(moved.keySet());
        var none = new Moved(0, 0);
        for (String payment : all) {
            expect(moved.getOrDefault(payment, none), known.getOrDefault(payment, none), payment);
        }
        Moved sum = moved.values().stream().reduce(none, Moved::plus);
        expect(sum.taken() - sum.givenBack() - fees(shop), shop.inTheLedger(), "in the ledger of " + shop.slug);
    }

    private Map<String, Moved> known(Shop shop) throws SQLException {
        var known = new HashMap<String, Moved>();
        try (ResultSet rows = database.createStatement()
                .executeQuery("select id::text, captured, refunded from payment.payment where captured > 0 and "
                        + of(shop))) {
            while (rows.next()) {
                known.put(rows.getString(1), new Moved(rows.getLong(2), rows.getLong(3)));
            }
        }
        return known;
    }

    private long fees(Shop shop) throws SQLException {
        return number("select coalesce(sum(fee), 0) from payment.payment where " + of(shop));
    }

    private static String of(Shop shop) {
        return "tenancy.type_id('payment_account', payment_account_id) = '" + shop.account + "'";
    }

    private Map<String, String> paymentOfKey() throws SQLException {
        var payments = new HashMap<String, String>();
        try (ResultSet rows = database.createStatement()
                .executeQuery("select replace(id::text, '-', ''), payment_id::text from payment.operation")) {
            while (rows.next()) {
                payments.put(rows.getString(1), rows.getString(2));
            }
        }
        return payments;
    }

    long number(String sql) throws SQLException {
        try (ResultSet row = database.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    List<String> strings(String sql) throws SQLException {
        var all = new ArrayList<String>();
        try (ResultSet rows = database.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }

    private void expect(Object expected, Object found, String what) {
        if (!expected.equals(found)) {
            findings.add(what + ": " + found + " instead of " + expected);
        }
    }
}
