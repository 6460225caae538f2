package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Refusal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The bounds of an attribute's values, each included; null is no bound. The pattern matches the whole text. */
public record AttributeValidation(
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Integer minLength,
        @Nullable Integer maxLength,
        @Nullable LocalDate minDate,
        @Nullable LocalDate maxDate,
        @Nullable String pattern) {

    /** The bound that a value does not keep; the pattern is the database's to match. */
    @Nullable
    Refusal broken(String code, AttributeDataInput data, @Nullable String text) {
        BigDecimal number = data.number();
        LocalDate day = data.dateTime() == null ? data.date() : LocalDate.ofInstant(data.dateTime(), ZoneOffset.UTC);
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        String bound = null;
        if (number != null && min != null && number.compareTo(min) < 0) {
            bound = "at least " + min.stripTrailingZeros().toPlainString();
        } else if (number != null && max != null && number.compareTo(max) > 0) {
            bound = "at most " + max.stripTrailingZeros().toPlainString();
        } else if (day != null && minDate != null && day.isBefore(minDate)) {
            bound = "not before " + minDate;
        } else if (day != null && maxDate != null && day.isAfter(maxDate)) {
            bound = "not after " + maxDate;
        } else if (text != null && minLength != null && length < minLength) {
            bound = "at least " + minLength + " characters long";
        } else if (text != null && maxLength != null && length > maxLength) {
            bound = "at most " + maxLength + " characters long";
        }
        return bound == null
                ? null
                : Refusal.of(text == null ? OUT_OF_RANGE : TOO_LONG, "The attribute '" + code + "' is " + bound + ".");
    }
}
