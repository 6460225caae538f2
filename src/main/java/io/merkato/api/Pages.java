package io.merkato.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.Select;
import org.jooq.SelectConnectByStep;
import org.jooq.SortField;
import org.jooq.SortOrder;
import org.jooq.impl.DSL;
import org.jooq.tools.Convert;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Pages of lists by keyset: a cursor carries the sort key of its row, never an offset, and is signed for its tenant, list
 * and order, so that it works nowhere else and cannot be forged.
 */
@Component
public class Pages {

    private static final int SIGNATURE = 16;
    private static final char SEPARATOR = '\u001f';

    /** In front of {@code 1} for itself and of {@code 2} for the separator, as a text may have either in it. */
    private static final String ESCAPE = "\u001e";

    private final SecretKey key;

    Pages(Secrets secrets) {
        this.key = secrets.key("cursor", "HmacSHA256");
    }

    /**
     * One page.
     *
     * @param list what the cursors are good for: the tenant, and the list's name
     * @param rows the query with its conditions; it has to select the fields it is ordered by
     * @param order no field nullable, the last one unique
     */
    public <R extends Record, T> Connection<T> fetch(
            String list,
            SelectConnectByStep<R> rows,
            List<SortField<?>> order,
            PageArgs page,
            RecordMapper<R, T> mapper) {
        return connection(list, slice(list, rows, order, page).fetch(), order, page, mapper);
    }

    /**
     * The rows of a page, in the direction of paging, and one more if there is one: for a statement of which they are a
     * part, whose rows then make a {@link #connection}.
     */
    public <R extends Record> Select<R> slice(
            String list, SelectConnectByStep<R> rows, List<SortField<?>> order, PageArgs page) {
        page.size(); // refuses what is no page, before its cursor is read
        return slice(rows, order, page, before(list, order, page));
    }

    /**
     * The same of the pages of a list that is kept as a statement, as a cursor cannot be: what is bound has to be what is asked for.
     *
     * @param before what the row before the page has in the fields of the order, as {@link #before} says
     */
    public static <R extends Record> Select<R> slice(
            SelectConnectByStep<R> rows, List<SortField<?>> order, PageArgs page, List<?> before) {
        int size = page.size();
        var ordered = rows.orderBy(direction(order, page));
        return before.isEmpty()
                ? ordered.limit(size + 1)
                : ordered.seek(bound(before, order)).limit(size + 1);
    }

    /** What the row has that the page's cursor stands for, in the fields of the order; nothing where the page begins at an end. */
    public List<Object> before(String list, List<SortField<?>> order, PageArgs page) {
        String cursor = page.cursor();
        return cursor == null ? List.of() : read(cursor, scope(list, order), order);
    }

    /**
     * A page of the rows of a {@link #slice}.
     *
     * @param slice in the direction of paging, each row with the fields it is ordered by
     */
    public <R extends Record, T> Connection<T> connection(
            String list, List<R> slice, List<SortField<?>> order, PageArgs page, RecordMapper<R, T> mapper) {
        int size = page.size();
        boolean more = slice.size() > size;
        List<R> kept = more ? slice.subList(0, size) : slice;
        List<R> inOrder = page.forward() ? kept : kept.reversed();
        int[] places = inOrder.isEmpty() ? new int[0] : places(inOrder.getFirst(), order);
        Function<List<?>, String> written = values -> signed(text(values, order), scope(list, order));
        List<Edge<T>> edges = inOrder.stream()
                .map(row -> new Edge<>(new Cursor(values(row, places), written), requireNonNull(mapper.map(row))))
                .toList();
        boolean continued = page.cursor() != null;
        return new Connection<>(
                edges,
                new PageInfo(
                        page.forward() ? more : continued,
                        page.forward() ? continued : more,
                        edges.isEmpty() ? null : edges.getFirst().cursor(),
                        edges.isEmpty() ? null : edges.getLast().cursor()));
    }

    private static String scope(String list, List<SortField<?>> order) {
        return list + SEPARATOR + order;
    }

    /** The order in which the page is read: from its end where it asks for the last ones. */
    public static List<SortField<?>> direction(List<SortField<?>> order, PageArgs page) {
        return page.forward()
                ? order
                : order.stream().<SortField<?>>map(Pages::reversed).toList();
    }

    private static SortField<?> reversed(SortField<?> field) {
        return field.$field().sort(field.$sortOrder() == SortOrder.DESC ? SortOrder.ASC : SortOrder.DESC);
    }

    /** Of the fields of the order, looked for once for all rows. */
    private static int[] places(Record row, List<SortField<?>> order) {
        return order.stream().mapToInt(field -> row.indexOf(field.$field())).toArray();
    }

    private static List<?> values(Record row, int[] places) {
        var values = new ArrayList<@Nullable Object>(places.length);
        for (int place : places) {
            values.add(row.get(place));
        }
        return values;
    }

    private static String text(List<?> values, List<SortField<?>> order) {
        var text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append(escaped(String.valueOf(databaseValue(order.get(i).$field(), values.get(i)))))
                    .append(SEPARATOR);
        }
        return text.toString();
    }

    private static String escaped(String value) {
        return value.replace(ESCAPE, ESCAPE + 1).replace(String.valueOf(SEPARATOR), ESCAPE + 2);
    }

    private static String unescaped(String value) {
        return value.replace(ESCAPE + 2, String.valueOf(SEPARATOR)).replace(ESCAPE + 1, ESCAPE);
    }

    private String signed(String text, String scope) {
        byte[] values = text.getBytes(UTF_8);
        byte[] signature = sign(scope, values);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(SIGNATURE + values.length)
                        .put(signature, 0, SIGNATURE)
                        .put(values)
                        .array());
    }

    private static <V> Object databaseValue(Field<V> field, @Nullable Object value) {
        return field.getConverter().to(field.getType().cast(value)) instanceof Object found ? found : "";
    }

    private static Object[] bound(List<?> values, List<SortField<?>> order) {
        var bound = new Object[values.size()];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = DSL.val(values.get(i), order.get(i).$field().getDataType());
        }
        return bound;
    }

    private List<Object> read(String cursor, String scope, List<SortField<?>> order) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw foreign();
        }
        if (bytes.length <= SIGNATURE) {
            throw foreign();
        }
        byte[] values = Arrays.copyOfRange(bytes, SIGNATURE, bytes.length);
        byte[] signature = Arrays.copyOf(sign(scope, values), SIGNATURE);
        if (!MessageDigest.isEqual(signature, Arrays.copyOf(bytes, SIGNATURE))) {
            throw foreign();
        }
        String[] texts = new String(values, UTF_8).split(String.valueOf(SEPARATOR), -1);
        if (texts.length != order.size() + 1) {
            throw foreign();
        }
        var keys = new ArrayList<Object>(order.size());
        for (int i = 0; i < order.size(); i++) {
            keys.add(fromDatabase(order.get(i).$field().getConverter(), unescaped(texts[i])));
        }
        return keys;
    }

    /** Moments are read as they were written: jOOQ would try how else they might be. */
    private static <D, V> V fromDatabase(Converter<D, V> converter, String text) {
        Class<D> type = converter.fromType();
        boolean moment = type == OffsetDateTime.class && !text.isEmpty();
        return converter.from(moment ? type.cast(OffsetDateTime.parse(text)) : Convert.convert(text, type));
    }

    private static Fault foreign() {
        return Fault.badInput("This cursor is not of this list in this order.");
    }

    private byte[] sign(String scope, byte[] values) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(scope.getBytes(UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(values);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
