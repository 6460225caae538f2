package io.merkato.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Between two numbers, both included; null is no bound. */
public record DecimalRange(
        @Nullable BigDecimal min, @Nullable BigDecimal max) {}
