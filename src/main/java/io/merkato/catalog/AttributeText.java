package io.merkato.catalog;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values of attributes as a cell of a spreadsheet says them: one text for each value, whatever its type. */
public final class AttributeText {

    private static final Pattern ADDRESS = Pattern.compile("(https?://|/)\\S+");
    private static final int MOST_ADDRESS = 2048;

    private AttributeText() {}

    /**
     * The one way to write this value.
     *
     * @throws IllegalArgumentException if the text is no value of the type; the message says what would be
     */
    public static String canonical(AttributeType type, String text) {
        try {
            return switch (type) {
                case TEXT, SELECT, COLOUR, PRODUCT_REFERENCE, CATEGORY_REFERENCE -> text.strip();
                case RICH_TEXT -> SafeHtml.of(text);
                case INTEGER -> Long.toString(Long.parseLong(text.strip()));
                case DECIMAL, MEASURE -> text(decimal(text.strip()));
                case BOOLEAN -> Boolean.toString(bool(text.strip().toLowerCase(Locale.ROOT)));
                case DATE -> day(text.strip()).toString();
                case DATE_TIME -> instant(text.strip()).toString();
                case MULTI_SELECT -> text(labels(text));
                case MEDIA -> address(text.strip());
            };
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException(
                    switch (type) {
                        case INTEGER -> "is not a whole number";
                        case DATE -> "is not a date such as 2026-05-31";
                        case DATE_TIME -> "is not a time such as 2026-05-31T09:30:00Z";
                        default -> "is not a number with up to 12 digits before and 6 behind the point";
                    },
                    e);
        }
    }

    /** The labels of a MULTI_SELECT, each once. */
    static List<String> labels(String text) {
        var labels = new LinkedHashMap<String, String>();
        Joined.split(text, ';').forEach(label -> labels.putIfAbsent(label.toLowerCase(Locale.ROOT), label));
        return List.copyOf(labels.values());
    }

    static String text(List<String> labels) {
        return Joined.of(labels, "; ");
    }

    static String text(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** An exponent may have ten digits, and what is subtracted from it then needs more than an {@code int}. */
    static BigDecimal decimal(String text) {
        if (text.length() > 40) {
            throw new NumberFormatException(text);
        }
        var number = new BigDecimal(text);
        if (number.stripTrailingZeros().scale() > 6 || (long) number.precision() - number.scale() > 12) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        requireFourDigits(day.getYear());
        return day;
    }

    static Instant instant(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        requireFourDigits(instant.atOffset(ZoneOffset.UTC).getYear());
        return instant;
    }

    /** As in the schema's dates. */
    private static void requireFourDigits(int year) {
        if (year < 1 || year > 9999) {
            throw new DateTimeException("A year has four digits");
        }
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    /** As the tables of pictures and other media have it. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches() && text.getBytes(StandardCharsets.UTF_8).length <= MOST_ADDRESS;
    }

    private static String address(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("is not an http or https address");
        }
        return text;
    }
}
