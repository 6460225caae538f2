package io.merkato.api;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Between two days, both included; null is no bound. */
public record DateRange(@Nullable LocalDate from, @Nullable LocalDate to) {}
