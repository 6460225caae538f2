package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.RowCountQuery;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.impl.DSL;

/**
 * A statement that is put together and rendered once for each of its shapes, whether it reads or changes rows: for those that are asked most, as jOOQ takes
 * longer for that than PostgreSQL for the answer. It is put together of {@link Samples} instead of what a caller asks for, and wherever one of these turns up among the bound values, the caller's
 * stands from then on. It is done twice, with other samples, and refused unless everything else is the same: so nothing of one caller can stay in it.
 *
 * @param <A> what is asked for; flags, counts, enumerations and what is null are the shape, the rest are values
 * @param <M> what reads the rows
 */
public final class Template<A extends java.lang.Record, M> {

    /** About how many bytes the kept shapes may take. Callers make shapes too, by how long a page is and how it is sorted: those that are asked most stay. */
    private static final long MOST = 2_000_000;

    /**
     * @param statement which reads or changes rows
     * @param fields what the rows are read by, one for each column
     * @param reader knows these very fields
     */
    public record Query<M>(org.jooq.Query statement, List<? extends SelectField<?>> fields, M reader) {

        public Query(Select<Record> select, M reader) {
            this(select, select.getSelect(), reader);
        }

        /** Which changes rows, and answers nothing. */
        public static Query<Object> of(RowCountQuery change) {
            return new Query<>(change, List.of(), NO_READER);
        }

        /** Which changes rows, and answers with these fields of them. */
        public static Query<Object> ofChange(ResultQuery<?> change, List<? extends SelectField<?>> fields) {
            return new Query<>(change, fields, NO_READER);
        }

        /** Whose rows are read by the names of their fields. */
        public static Query<Object> of(Select<Record> select) {
            return of(select, select.getSelect());
        }

        /** Whose rows are read by these fields. */
        public static Query<Object> of(Select<Record> select, List<? extends SelectField<?>> fields) {
            return new Query<>(select, fields, NO_READER);
        }
    }

    private static final Object NO_READER = new Object();

    /** Where nothing is asked for but what the tenant has. */
    public record Nothing() {}

    public record Answer<M>(Result<Record> rows, M reader) {}

    private final BiFunction<TenantContext, A, Query<M>> query;
    private final Cache<List<Object>, Kept<M>> kept = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((List<Object> shape, Kept<M> each) -> each.weight())
            .build();

    /** @param slots for each bound value the place of what it stands for, or -1 where it is always the same */
    private record Kept<M>(List<String> text, List<Param<?>> values, int[] slots, Field<?>[] fields, M reader) {

        /** A value and a column are a few objects each. */
        int weight() {
            return 2_000 + text.stream().mapToInt(String::length).sum() + 200 * (values.size() + fields.length);
        }
    }

    /** @param query makes it of nothing but the two, and keeps neither */
    public Template(BiFunction<TenantContext, A, Query<M>> query) {
        this.query = query;
    }

    /** As {@link #fetch}, put together anew: for what is asked seldom, or in too many shapes. */
    public Answer<M> fetchUnkept(TenantContext tenant, A asked) {
        return answer(tenant, query.apply(tenant, asked));
    }

    /** Of a query that no template keeps. */
    public static <M> Answer<M> answer(TenantContext tenant, Query<M> made) {
        Result<Record> rows = tenant.sql()
                .resultQuery("{0}", made.statement())
                .coerce(made.fields().toArray(Field<?>[]::new))
                .fetch();
        return new Answer<>(rows, made.reader());
    }

    public Answer<M> fetch(TenantContext tenant, A asked) {
        Kept<M> known = known(tenant, asked);
        Result<Record> rows = tenant.sql()
                .resultQuery("{0}", new Filled(known.text(), filled(known, tenant, asked)))
                .coerce(known.fields())
                .fetch();
        return new Answer<>(rows, known.reader());
    }

    /** Changes rows. @return how many */
    public int execute(TenantContext tx, A asked) {
        Kept<M> known = known(tx, asked);
        return tx.sql()
                .query("{0}", new Filled(known.text(), filled(known, tx, asked)))
                .execute();
    }

    private Kept<M> known(TenantContext tenant, A asked) {
        List<Object> shape = Samples.shape(asked);
        Kept<M> known = kept.getIfPresent(shape);
        if (known == null) {
            known = keep(tenant, asked);
            kept.put(shape, known);
        }
        return known;
    }

    private static List<Param<?>> filled(Kept<?> known, TenantContext tenant, java.lang.Record asked) {
        List<Object> values = new ArrayList<>();
        values.add(tenant.id());
        Samples.values(asked, values);
        var filled = new ArrayList<Param<?>>(known.slots().length);
        for (int i = 0; i < known.slots().length; i++) {
            Param<?> param = known.values().get(i);
            int slot = known.slots()[i];
            filled.add(slot < 0 ? param : filled(param, values.get(slot)));
        }
        return filled;
    }

    private static <T> Param<T> filled(Param<T> param, Object value) {
        return DSL.val(param.getType().cast(Samples.as(param.getType(), value)), param.getDataType());
    }

    private Kept<M> keep(TenantContext tenant, A asked) {
        Kept<M> one = made(tenant, asked, 0);
        Kept<M> other = made(tenant, asked, 1);
        if (!one.text().equals(other.text())) {
            throw new IllegalStateException("What is asked for stands in the text itself: " + one.text());
        }
        for (int i = 0; i < one.slots().length; i++) {
            boolean same = Samples.same(
                    one.values().get(i).getValue(), other.values().get(i).getValue());
            if (one.slots()[i] != other.slots()[i] || one.slots()[i] < 0 && !same) {
                throw new IllegalStateException(
                        "Value %d is made of what is asked for: %s".formatted(i + 1, one.text()));
            }
        }
        return one;
    }

    private Kept<M> made(TenantContext tenant, A asked, int turn) {
        TenantContext sample = tenant.sample(Samples.like(tenant.id(), turn));
        A samples = Samples.like(asked, turn);
        List<Object> values = new ArrayList<>();
        values.add(sample.id());
        Samples.values(samples, values);
        if (values.stream().distinct().count() < values.size()) {
            throw new IllegalStateException("Two values of %s cannot be told apart".formatted(asked.getClass()));
        }
        Query<M> made = query.apply(sample, samples);
        List<Param<?>> params = sample.sql().extractParams(made.statement()).values().stream()
                .filter(param -> !param.isInline())
                .toList();
        return new Kept<>(
                Filled.text(sample.sql().render(made.statement()), params, sample.sql()),
                params,
                params.stream().mapToInt(param -> slot(param, values)).toArray(),
                made.fields().toArray(Field<?>[]::new),
                made.reader());
    }

    private static int slot(Param<?> param, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            Object value = Samples.as(param.getType(), values.get(i));
            if (param.getType().isInstance(value)
                    && Samples.same(value, Objects.requireNonNullElse(param.getValue(), ""))) {
                return i;
            }
        }
        return -1;
    }
}
