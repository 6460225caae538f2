package io.merkato.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The bounds of an attribute's values, each included; null is no bound. The pattern matches the whole text. */
public record AttributeValidation(
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Integer minLength,
        @Nullable Integer maxLength,
        @Nullable LocalDate minDate,
        @Nullable LocalDate maxDate,
        @Nullable String pattern) {}
