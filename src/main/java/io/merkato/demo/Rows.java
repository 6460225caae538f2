package io.merkato.demo;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.merkato.money.MinorUnits;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of one table on their way into it: one statement and one parameter however many they are, so that the number of
 * distinct statements stays small. Values are what PostgreSQL reads from JSON text: UUIDs, numbers, dates, and maps for jsonb.
 */
final class Rows {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Table<?> table;
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    Rows(Table<?> table) {
        this.table = table;
    }

    /** Begins a row. All rows of a table name the same columns; what is null stays null, whatever the column's default. */
    Row next() {
        var row = new LinkedHashMap<String, @Nullable Object>();
        rows.add(row);
        return new Row(row);
    }

    /** The one begun last. */
    Row last() {
        return new Row(rows.getLast());
    }

    record Row(Map<String, @Nullable Object> values) {
        Row set(Field<?> column, @Nullable Object value) {
            if (value != null && (column.getType() == MinorUnits.class) != (value instanceof MinorUnits)) {
                throw new IllegalArgumentException(column + " is an amount, or " + value + " is: not both");
            }
            values.put(column.getName(), value);
            return this;
        }
    }

    void insert(TenantContext tenant) {
        if (rows.isEmpty()) {
            return;
        }
        tenant.sql().execute(statement(tenant));
    }

    private Query statement(TenantContext tenant) {
        var columns = new LinkedHashSet<String>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        Collection<Field<?>> into = new ArrayList<>();
        Collection<Field<?>> from = new ArrayList<>();
        if (table.field("tenant_id") instanceof Field<?> owner) {
            into.add(owner);
            from.add(val(tenant.id().value()));
        }
        for (String column : columns) {
            Field<?> target = table.field(column);
            if (target == null) {
                throw new IllegalArgumentException(table + " has no column " + column);
            }
            into.add(target);
            from.add(field(name("r", column), String.class).cast(target.getDataType()));
        }
        var json = DSL.cast(val(JSON.writeValueAsString(rows)), SQLDataType.JSONB);
        QueryPart definitions = DSL.list(columns.stream()
                .map(column -> DSL.sql("{0} text", name(column)))
                .toArray(QueryPart[]::new));
        return DSL.insertInto(table, into)
                .select(select(from).from(DSL.table("jsonb_to_recordset({0}) as r({1})", json, definitions)));
    }
}
