package io.merkato.metering;

import java.time.LocalDate;

/** @param bytes of answers, before compression */
record UsageDay(LocalDate date, long requests, long bytes, int activeUsers) {}
