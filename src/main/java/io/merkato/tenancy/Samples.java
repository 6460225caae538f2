package io.merkato.tenancy;

import io.merkato.api.TypeId;
import io.merkato.money.MinorUnits;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Tells the values of what is asked for from its shape, and makes up others of the same shape that occur nowhere else. */
final class Samples {

    /** ISO 4217's codes for testing and for palladium: no statement is asked with either. */
    private static final List<Currency> NEVER_ASKED = List.of(Currency.getInstance("XTS"), Currency.getInstance("XPD"));

    private static final ClassValue<Components> COMPONENTS = new ClassValue<>() {
        @Override
        protected Components computeValue(Class<?> type) {
            return new Components(type.getRecordComponents());
        }
    };

    private record Components(RecordComponent[] all) {
        Components {
            for (RecordComponent each : all) {
                each.getAccessor().setAccessible(true);
            }
        }
    }

    private Samples() {}

    /** Adds the values in their order. */
    static void values(Object asked, List<Object> into) {
        for (RecordComponent component : COMPONENTS.get(asked.getClass()).all()) {
            Object value = get(component, asked);
            if (value != null && isValue(value)) {
                into.add(value);
            } else if (value instanceof Record nested) {
                values(nested, into);
            }
        }
    }

    /** All but the values. */
    static List<Object> shape(Object asked) {
        var shape = new ArrayList<Object>();
        shape(asked, shape);
        return shape;
    }

    private static void shape(Object asked, List<Object> into) {
        for (RecordComponent component : COMPONENTS.get(asked.getClass()).all()) {
            Object value = get(component, asked);
            if (value == null) {
                into.add("");
            } else if (isValue(value)) {
                into.add(component.getName());
            } else if (value instanceof Record nested) {
                shape(nested, into);
            } else {
                into.add(value);
            }
        }
    }

    private static boolean isValue(Object value) {
        return switch (value) {
            case TypeId id -> true;
            case UUID id -> true;
            case Currency currency -> true;
            case Instant time -> true;
            case String text -> true;
            case Long number -> true;
            case MinorUnits amount -> true;
            case byte[] bytes -> true;
            case JSONB json -> true;
            case Collection<?> several -> !several.isEmpty();
            default -> false;
        };
    }

    /**
     * The same record with other values.
     *
     * @param turn which of two, as there are few currencies that nothing is asked with
     */
    static <T> T like(T asked, int turn) {
        return Objects.requireNonNull(sample(asked, turn));
    }

    @SuppressWarnings("unchecked") // each of the type that it is like
    private static <T> @Nullable T sample(@Nullable T asked, int turn) {
        return (T)
                switch (asked) {
                    case UUID id -> UUID.randomUUID();
                    case Currency currency -> NEVER_ASKED.get(turn);
                    case Instant time ->
                        Instant.ofEpochSecond(ThreadLocalRandom.current().nextLong(1L << 31));
                    case Long number -> ThreadLocalRandom.current().nextLong(1L << 62);
                    case MinorUnits amount ->
                        new MinorUnits(ThreadLocalRandom.current().nextLong(1L << 62));
                    case byte[] bytes -> text(32).getBytes(StandardCharsets.US_ASCII);
                    case JSONB json -> JSONB.valueOf('"' + text(32) + '"');
                    case Locale language -> Locale.forLanguageTag("x-" + text(8));
                    case String text -> text(32);
                    case Set<?> several ->
                        several.stream().limit(1).map(each -> like(each, turn)).collect(Collectors.toSet());
                    case Collection<?> several ->
                        several.stream().limit(1).map(each -> like(each, turn)).toList();
                    case Record record -> {
                        RecordComponent[] components =
                                COMPONENTS.get(record.getClass()).all();
                        yield made(
                                record.getClass(),
                                Arrays.stream(components)
                                        .map(RecordComponent::getType)
                                        .toArray(Class<?>[]::new),
                                Arrays.stream(components)
                                        .map(component -> sample(get(component, record), turn))
                                        .toArray());
                    }
                    case null -> null;
                    default -> asked;
                };
    }

    private static String text(int length) {
        return UUID.randomUUID().toString().replace("-", "").substring(0, length);
    }

    /** What a parameter of the type is given for the value; the value itself where it takes no part of it. */
    static Object as(Class<?> type, Object value) {
        if (type.isArray() && value instanceof Collection<?> several) {
            Object array = Array.newInstance(type.getComponentType(), several.size());
            int i = 0;
            for (Object each : several) {
                Object item = as(type.getComponentType(), each);
                if (!type.getComponentType().isInstance(item)) {
                    return value;
                }
                Array.set(array, i++, item);
            }
            return array;
        }
        if (type == UUID.class && value instanceof TypeId id) {
            return id.value();
        }
        return type == String.class && value instanceof Locale language ? language.toLanguageTag() : value;
    }

    static boolean same(@Nullable Object one, @Nullable Object other) {
        return Objects.deepEquals(one, other);
    }

    private static @Nullable Object get(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object made(Class<?> type, Class<?>[] types, Object[] values) {
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
