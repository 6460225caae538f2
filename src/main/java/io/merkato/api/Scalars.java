package io.merkato.api;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The scalars of the schema beyond GraphQL's own; each but JSON travels as a string. The schema file says what a caller may
 * write, with {@code @specifiedBy}.
 */
final class Scalars {

    static final List<GraphQLScalarType> ALL = List.of(
            text("DateTime", Scalars::instant, value -> value.toString()),
            text("Date", Scalars::day, value -> value.toString()),
            text("Decimal", Scalars::decimal, value -> ((BigDecimal) value).toPlainString()),
            text("Long", Long::valueOf, value -> value.toString()),
            text("CurrencyCode", Currency::getInstance, value -> ((Currency) value).getCurrencyCode()),
            text("CountryCode", Scalars::country, value -> (String) value),
            text("Locale", Scalars::locale, value -> ((Locale) value).toLanguageTag()),
            GraphQLScalarType.newScalar()
                    .name("JSON")
                    .coercing(new JsonCoercing())
                    .build());

    /** What RFC 5646 (4.4.1) says is enough for every tag that means a language. */
    private static final int LONGEST_LOCALE = 35;

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private static final int LONGEST_QUOTE = 60;
    private static final int LONGEST_NUMBER = 40;

    private Scalars() {}

    /** In microseconds, as the database counts: it would round the last of 9999 up. */
    private static Instant instant(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        requireCommonEra(instant.atOffset(ZoneOffset.UTC).getYear());
        return instant;
    }

    private static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        requireCommonEra(day.getYear());
        return day;
    }

    /** RFC 3339 has years of four digits. */
    private static void requireCommonEra(int year) {
        if (year < 1 || year > 9999) {
            throw new DateTimeException("No year of RFC 3339");
        }
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > LONGEST_NUMBER || text.contains("e") || text.contains("E")) {
            throw new NumberFormatException();
        }
        return new BigDecimal(text);
    }

    /** Without an exponent, unless that would be longer than any number is: 1e999999999 has a thousand million digits. */
    private static String written(BigDecimal number) {
        return number.scale() < -LONGEST_NUMBER || number.scale() > LONGEST_NUMBER
                ? number.toString()
                : number.toPlainString();
    }

    private static String country(String text) {
        if (!COUNTRIES.contains(text)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static Locale locale(String text) {
        if (text.length() > LONGEST_LOCALE) {
            throw new IllformedLocaleException();
        }
        Locale locale = new Locale.Builder().setLanguageTag(text).build();
        if (locale.getLanguage().isEmpty()) {
            throw new IllformedLocaleException();
        }
        return locale;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : Shortened.start(text, LONGEST_QUOTE) + '…';
    }

    private static GraphQLScalarType text(String name, Function<String, Object> parse, Function<Object, String> write) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new TextCoercing(name, parse, write))
                .build();
    }

    private record TextCoercing(String name, Function<String, Object> parse, Function<Object, String> write)
            implements Coercing<Object, String> {

        @Override
        public String serialize(Object value, GraphQLContext context, Locale locale) {
            return write.apply(value);
        }

        @Override
        public Object parseValue(Object input, GraphQLContext context, Locale locale) {
            if (input instanceof String
                    || input instanceof Integer
                    || input instanceof Long
                    || input instanceof BigDecimal) {
                try {
                    return parse.apply(input.toString());
                } catch (RuntimeException e) {
                    throw new CoercingParseValueException(
                            "'%s' is not a %s".formatted(shortened(input.toString()), name));
                }
            }
            throw new CoercingParseValueException("A %s is written as a string".formatted(name));
        }

        @Override
        public Object parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            String text = switch (input) {
                case StringValue string -> Objects.requireNonNullElse(string.getValue(), "");
                case IntValue integer -> integer.getValue().toString();
                case FloatValue decimal -> written(decimal.getValue());
                default -> throw new CoercingParseLiteralException("A %s is written as a string".formatted(name));
            };
            try {
                return parse.apply(text);
            } catch (RuntimeException e) {
                throw new CoercingParseLiteralException("'%s' is not a %s".formatted(shortened(text), name));
            }
        }
    }
}
