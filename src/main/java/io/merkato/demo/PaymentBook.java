package io.merkato.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** By what a demo tenant is paid, and what providers told it that had no effect: db/demo/&lt;slug&gt;/payments.json. */
record PaymentBook(List<Account> accounts, @Nullable List<Stray> notices) {

    /**
     * An account at a provider. Those at real ones have no credentials, so nobody there is ever asked.
     *
     * @param fee what the provider keeps of a payment, in per cent; null where it does not tell
     * @param tells null where the provider answers at once, or staff say what came in
     * @param stores which offer it
     */
    record Account(
            String code,
            String provider,
            String name,
            Instant since,
            @Nullable Map<String, String> settings,
            @Nullable BigDecimal fee,
            @Nullable Tells tells,
            @Nullable List<String> stores) {}

    /**
     * By a notice.
     *
     * @param after how long after it was asked
     * @param body with {@code <reference>} and {@code <amount>} where they stand
     */
    record Tells(Duration after, String body) {}

    /** A notice that has a problem. */
    record Stray(String account, Instant at, String event, String about, String problem, String body) {}

    static PaymentBook of(DemoShop demo) {
        return demo.read("payments.json", PaymentBook.class);
    }
}
