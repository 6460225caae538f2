package io.merkato.tenancy;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultDataType;
import org.jspecify.annotations.Nullable;

/** Many rows in one statement whose text does not depend on how many there are: each column travels as one array. */
public final class Rows<T> {

    private static final String NAME = "rows";

    private final List<T> items;
    private final Map<TableField<?, ?>, Field<?>> arrays = new LinkedHashMap<>();

    private Rows(Collection<T> items) {
        this.items = List.copyOf(items);
    }

    public static <T> Rows<T> of(Collection<T> items) {
        return new Rows<>(items);
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    public <U> Rows<T> with(TableField<?, U> column, Function<T, ? extends @Nullable U> value) {
        arrays.put(column, array(column, value));
        return this;
    }

    /** As a source to join: {@code unnest(…) as rows (…)}. */
    public Table<?> table() {
        String places =
                IntStream.range(0, arrays.size()).mapToObj(i -> "{" + i + "}").collect(joining(", "));
        return DSL.table("unnest(" + places + ")", arrays.values().toArray(Field[]::new))
                .as(NAME, arrays.keySet().stream().map(Field::getName).toArray(String[]::new));
    }

    /** The column as the source has it. */
    public <U> Field<U> get(TableField<?, U> column) {
        return DSL.field(DSL.name(NAME, column.getName()), column.getDataType());
    }

    /** An insert of every row, the tenant added; the caller says what happens on conflict, and executes it. */
    public <R extends Record> InsertOnDuplicateStep<R> insertInto(TenantContext tenant, Table<R> table) {
        List<Field<?>> columns = new ArrayList<>(List.of(Objects.requireNonNull(table.field("tenant_id"))));
        List<SelectField<?>> values =
                new ArrayList<>(List.of(DSL.val(tenant.id().value())));
        arrays.keySet().forEach(column -> {
            columns.add(column);
            values.add(get(column));
        });
        return tenant.sql()
                .insertInto(table)
                .columns(columns)
                .select(DSL.select(values).from(table()));
    }

    private <U> Field<?> array(TableField<?, U> column, Function<T, ? extends @Nullable U> value) {
        var converter = column.getConverter();
        var values = (Object[]) Array.newInstance(converter.fromType(), items.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = converter.to(value.apply(items.get(i)));
        }
        DataType<?> type = DefaultDataType.getDataType(SQLDialect.POSTGRES, converter.fromType());
        return DSL.val(values, type.getArrayDataType());
    }
}
