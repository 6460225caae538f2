package io.merkato.tenancy;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Param;
import org.jooq.Query;
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

    private static final ClassValue<DataType<?>> ARRAYS = new ClassValue<>() {
        @Override
        protected DataType<?> computeValue(Class<?> type) {
            return DefaultDataType.getDataType(SQLDialect.POSTGRES, type).getArrayDataType();
        }
    };

    private static final Map<List<Object>, Text> INSERTS = new ConcurrentHashMap<>();

    /** Of a statement of rows, once it was rendered: nothing but what their columns are decides it. */
    public static final class Text {
        private volatile @Nullable Kept kept;
    }

    /**
     * @param columns of which the rows were that it was made of
     * @param slots for each bound value which array it is, or -1 for the tenant
     */
    private record Kept(List<TableField<?, ?>> columns, List<String> text, int[] slots) {}

    private final List<T> items;
    private final List<TableField<?, ?>> columns = new ArrayList<>();
    private final List<Param<?>> arrays = new ArrayList<>();

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
        columns.add(column);
        arrays.add(array(column, value));
        return this;
    }

    /** As a source to join: {@code unnest(…) as rows (…)}. */
    public Table<?> table() {
        String places =
                IntStream.range(0, arrays.size()).mapToObj(i -> "{" + i + "}").collect(joining(", "));
        return DSL.table("unnest(" + places + ")", arrays.toArray(Field[]::new))
                .as(NAME, columns.stream().map(Field::getName).toArray(String[]::new));
    }

    /** The column as the source has it. */
    public <U> Field<U> get(TableField<?, U> column) {
        return DSL.field(DSL.name(NAME, column.getName()), column.getDataType());
    }

    /** An insert of every row, the tenant added; the caller says what happens on conflict, and executes it. */
    public <R extends Record> InsertOnDuplicateStep<R> insertInto(TenantContext tenant, Table<R> table) {
        List<Field<?>> into = new ArrayList<>(List.of(Objects.requireNonNull(table.field("tenant_id"))));
        List<SelectField<?>> values =
                new ArrayList<>(List.of(DSL.val(tenant.id().value())));
        columns.forEach(column -> {
            into.add(column);
            values.add(get(column));
        });
        return tenant.sql()
                .insertInto(table)
                .columns(into)
                .select(DSL.select(values).from(table()));
    }

    /** Inserts every row, the tenant added. */
    public void write(TenantContext tenant, Table<?> table) {
        var shape = new ArrayList<Object>(columns);
        shape.add(table);
        execute(tenant, INSERTS.computeIfAbsent(shape, any -> new Text()), () -> insertInto(tenant, table));
    }

    /** @param statement binds the rows and the tenant and nothing else; it is put together once for the text */
    public int execute(TenantContext tenant, Text text, Supplier<? extends Query> statement) {
        return tenant.sql().query("{0}", filled(tenant, text, statement)).execute();
    }

    /** The same of a statement that answers. */
    public <U> List<U> fetch(TenantContext tenant, Text text, Field<U> answer, Supplier<? extends Query> statement) {
        return tenant.sql()
                .resultQuery("{0}", filled(tenant, text, statement))
                .coerce(answer)
                .fetch(answer);
    }

    private Filled filled(TenantContext tenant, Text text, Supplier<? extends Query> statement) {
        Kept known = text.kept;
        if (known == null) {
            known = keep(tenant, statement.get());
            text.kept = known;
        } else if (!known.columns().equals(columns)) {
            throw new IllegalStateException(
                    "Rows of %s for the text of rows of %s".formatted(columns, known.columns()));
        }
        return new Filled(known.text(), filled(tenant, known.slots()));
    }

    private List<Param<?>> filled(TenantContext tenant, int[] slots) {
        return Arrays.stream(slots)
                .<Param<?>>mapToObj(slot -> slot < 0 ? DSL.val(tenant.id().value()) : arrays.get(slot))
                .toList();
    }

    private Kept keep(TenantContext tenant, Query statement) {
        int[] slots = tenant.sql().extractParams(statement).values().stream()
                .filter(param -> !param.isInline())
                .mapToInt(param -> slot(tenant, param))
                .toArray();
        return new Kept(
                List.copyOf(columns),
                Filled.text(tenant.sql().render(statement), filled(tenant, slots), tenant.sql()),
                slots);
    }

    private int slot(TenantContext tenant, Param<?> param) {
        for (int i = 0; i < arrays.size(); i++) {
            if (arrays.get(i).getValue() == param.getValue()) {
                return i;
            }
        }
        if (tenant.id().equals(param.getValue()) || tenant.id().value().equals(param.getValue())) {
            return -1;
        }
        throw new IllegalStateException("A value is neither the rows' nor the tenant: " + param);
    }

    private <U> Param<?> array(TableField<?, U> column, Function<T, ? extends @Nullable U> value) {
        var converter = column.getConverter();
        var values = (Object[]) Array.newInstance(converter.fromType(), items.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = converter.to(value.apply(items.get(i)));
        }
        return DSL.val(values, ARRAYS.get(converter.fromType()));
    }
}
