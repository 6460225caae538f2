package io.merkato.bulk;

import io.merkato.api.Shortened;
import io.merkato.catalog.AttributeText;
import io.merkato.catalog.ProductSheet;
import io.merkato.money.MinorUnits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cells of one product's rows as typed values; what cannot be read becomes a problem and reads as absent. */
final class Cells {

    private static final Pattern WHITESPACE = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}([.][0-9]{1,9})?");
    private static final Pattern GROUPED = Pattern.compile("[+-]?[1-9][0-9]{0,2}([.][0-9]{3})+");

    /** In minor units; what the catalogue takes at most. */
    private static final BigDecimal MOST = BigDecimal.valueOf(900_000_000_000_000_000L);

    private final Header header;
    private final boolean decimalComma;
    private final int exponent;
    private final String handle;
    private final Set<String> names;
    private final List<ProductImportProblem> problems = new ArrayList<>();

    /**
     * @param exponent decimals of the currency's minor unit
     * @param current the product as it is, null when the handle is new
     */
    Cells(Header header, boolean decimalComma, int exponent, String handle, @Nullable ProductSheet current) {
        this.header = header;
        this.decimalComma = decimalComma;
        this.exponent = exponent;
        this.handle = handle;
        this.names = current == null ? Set.of() : current.names();
    }

    List<ProductImportProblem> problems() {
        return problems;
    }

    /** Blank when the column is not there. */
    String raw(Row row, Column column) {
        Integer index = header.columns().get(column);
        return index == null ? "" : row.cell(index);
    }

    /** As one line: breaks and doubled spaces that slipped into a cell are no part of a name, unless something has it already. */
    @Nullable
    String line(Row row, Column column, int longest) {
        return line(row, raw(row, column), column.title(), longest);
    }

    @Nullable
    String line(Row row, String cell, String column, int longest) {
        String line = names.contains(cell)
                ? cell
                : WHITESPACE.matcher(cell).replaceAll(" ").strip();
        return text(row, line, column, longest);
    }

    @Nullable
    String text(Row row, String cell, String column, int longest) {
        String unreadable = cell.indexOf('\0') >= 0
                ? "contains a NUL character"
                : cell.indexOf('\uFFFD') >= 0 || loneSurrogate(cell)
                        ? "contains characters that are not UTF-8; save the file as “CSV UTF-8”"
                        : null;
        if (unreadable != null) {
            return refuse(row, column, "The cell " + unreadable + ".");
        }
        if (cell.codePointCount(0, cell.length()) > longest) {
            return refuse(row, column, "Longer than %,d characters.".formatted(longest));
        }
        return cell.isEmpty() ? null : cell;
    }

    @Nullable
    MinorUnits money(Row row, Column column) {
        BigDecimal amount = number(row, column);
        if (amount == null) {
            return null;
        }
        if (exponent != 3
                && amount.scale() == 3
                && GROUPED.matcher(amount.toString()).matches()) {
            return refuse(
                    row,
                    column.title(),
                    "“" + shortened(raw(row, column)) + "” may be thousands or decimals, of which the currency has "
                            + exponent + ". Write thousands without a separator, as “" + amount.unscaledValue()
                            + "”, and no more decimals than the currency has.");
        }
        if (amount.stripTrailingZeros().scale() > exponent) {
            return refuse(
                    row,
                    column.title(),
                    "“" + amount + "” has more decimals than the currency, which has " + exponent + ".");
        }
        BigDecimal minor = amount.movePointRight(exponent);
        if (minor.compareTo(MOST) > 0) {
            return refuse(row, column.title(), "“" + amount + "” is too large.");
        }
        return new MinorUnits(minor.longValueExact());
    }

    @Nullable
    Long grams(Row row) {
        BigDecimal weight = number(row, Column.GRAMS);
        if (weight == null) {
            return null;
        }
        if (weight.compareTo(BigDecimal.valueOf(1_000_000_000)) > 0) {
            return refuse(row, Column.GRAMS.title(), "“" + weight + "” is too large.");
        }
        return weight.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** Positions as they are counted, from 1; rows without one keep their order behind. */
    int position(Row row) {
        String cell = raw(row, Column.IMAGE_POSITION);
        if (cell.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        if (!cell.matches("[1-9][0-9]{0,5}")) {
            refuse(
                    row,
                    Column.IMAGE_POSITION.title(),
                    "“" + shortened(cell) + "” is not a position: 1, 2, 3 and so on.");
            return Integer.MAX_VALUE;
        }
        return Integer.parseInt(cell);
    }

    @Nullable
    String address(Row row, Column column) {
        String cell = line(row, column, 2048);
        if (cell != null && !AttributeText.isAddress(cell)) {
            return refuse(row, column.title(), "“" + shortened(cell) + "” is not an http or https address.");
        }
        return cell;
    }

    @Nullable
    Boolean yesOrNo(Row row, Column column) {
        String cell = raw(row, column).toLowerCase(Locale.ROOT);
        return switch (cell) {
            case "" -> null;
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> {
                refuse(row, column.title(), "“" + shortened(cell) + "” is neither TRUE nor FALSE.");
                yield null;
            }
        };
    }

    <T> @Nullable T refuse(Row row, @Nullable String column, String message) {
        problems.add(new ProductImportProblem(handle, row.line(), column, message.replace('\0', '\uFFFD')));
        return null;
    }

    static String shortened(String cell) {
        return cell.length() > 60 ? Shortened.start(cell, 59) + "…" : cell;
    }

    private @Nullable BigDecimal number(Row row, Column column) {
        String cell = raw(row, column);
        String plain = cell.isEmpty() ? null : decimal(row, column.title(), cell);
        if (plain == null) {
            return null;
        }
        if (!NUMBER.matcher(plain).matches()) {
            return refuse(row, column.title(), "“" + shortened(cell) + "” is not a number such as 1250 or 12.50.");
        }
        return new BigDecimal(plain);
    }

    /** A number with a point before its decimals, however the file writes it; a point that may group thousands there is a problem. */
    @Nullable
    String decimal(Row row, String column, String cell) {
        if (!decimalComma) {
            return cell;
        }
        if (GROUPED.matcher(cell.strip()).matches()) {
            return refuse(
                    row,
                    column,
                    "The point in “" + shortened(cell)
                            + "” may stand before decimals or before thousands. In a file with semicolons decimals stand behind a comma, and nothing groups thousands.");
        }
        return cell.replace(',', '.');
    }

    private static boolean loneSurrogate(String cell) {
        return cell.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
