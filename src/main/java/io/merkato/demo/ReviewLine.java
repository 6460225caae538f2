package io.merkato.demo;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One line of reviews.csv.
 *
 * @param customer the part of the customer's address before the @
 */
record ReviewLine(
        String product,
        String customer,
        int rating,
        Locale locale,
        LocalDate date,
        String status,
        String title,
        String body) {

    static ReviewLine of(Map<String, String> cells) {
        return new ReviewLine(
                cell(cells, "product"),
                cell(cells, "customer"),
                Integer.parseInt(cell(cells, "rating")),
                Locale.forLanguageTag(cell(cells, "locale")),
                LocalDate.parse(cell(cells, "date")),
                cell(cells, "status").toUpperCase(Locale.ROOT),
                cell(cells, "title"),
                cell(cells, "body"));
    }

    private static String cell(Map<String, String> cells, String column) {
        return Objects.requireNonNull(cells.get(column), column);
    }
}
