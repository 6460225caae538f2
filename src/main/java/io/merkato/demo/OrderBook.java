package io.merkato.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.merkato.store.SalesChannel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was bought at a demo tenant, oldest first, at which marketplaces too, and what somebody is about to buy: db/demo/&lt;slug&gt;/orders.json. */
record OrderBook(List<Source> sources, @Nullable List<Till> tills, List<Entry> orders, List<OpenCart> carts) {

    /**
     * A marketplace that hands over orders of a store.
     *
     * @param taxed whether its prices are with tax
     * @param skus what it calls variants, by their keys
     */
    record Source(
            String code,
            String name,
            String kind,
            String store,
            Currency currency,
            boolean taxed,
            @Nullable Map<String, String> skus) {}

    /** A till; an order of it names {@code pos:<code>} as its source, is paid in cash, and falls into one of the sessions. */
    record Till(String code, String name, String store, String location, Currency currency, List<Shift> sessions) {}

    /**
     * A session at a till, closed.
     *
     * @param spent cash that was taken out
     * @param missing when it was counted
     */
    record Shift(
            Instant opened,
            Instant closed,
            String by,
            BigDecimal openingFloat,
            BigDecimal spent,
            @Nullable String spentOn,
            BigDecimal missing) {}

    /**
     * An order. What it comes to is reckoned when it is loaded.
     *
     * @param by e-mail address or phone number of one of customers.json; null where nobody is known
     * @param channel ONLINE where it is left out
     * @param currency the store's first where it is left out
     * @param ship code of a shipping method
     * @param points how many of the customer's took something off; null for none
     * @param lines how many of each variant, by its key
     */
    record Entry(
            Instant at,
            String store,
            @Nullable String by,
            @Nullable SalesChannel channel,
            @Nullable Currency currency,
            @Nullable String ship,
            @Nullable List<String> coupons,
            @Nullable Long points,
            @Nullable String source,
            @Nullable String reference,
            @Nullable String note,
            Map<String, Long> lines,
            @Nullable List<Step> steps) {

        List<Step> course() {
            return CustomerBook.orNone(steps);
        }
    }

    /** {@code TRY} is a payment that is declined or still waits; what {@code HOLD} holds, {@code CAPTURE} takes and {@code RELEASE} lets go of. */
    enum Deed {
        PAY,
        TRY,
        HOLD,
        CAPTURE,
        RELEASE,
        CHARGE_BACK,
        SHIP,
        RETURN,
        REFUND,
        CANCEL,
        NOTE
    }

    /**
     * Something that happened to an order.
     *
     * @param after it was placed
     * @param method by which money came or went that staff recorded
     * @param account in payments.json, by which it came or went otherwise
     * @param points how many paid some of it, where the method is {@code LOYALTY_POINTS}
     * @param declined why a provider did not do it
     * @param unknown for how long nobody knew whether it was paid, since no answer came
     * @param part per cent of the order's total; all that is open, or held too much, where it is left out
     * @param lines how many of each variant are sent or come back; all where it is left out
     * @param text a payment's reference, a reason, or what staff noted
     * @param by whoever carries the parcel
     * @param delivered when it arrived, after the order was placed
     */
    record Step(
            @JsonProperty("do") Deed deed,
            Duration after,
            @Nullable String method,
            @Nullable String account,
            @Nullable Long points,
            @Nullable String declined,
            @Nullable Duration unknown,
            @Nullable Long part,
            @Nullable Map<String, Long> lines,
            @Nullable Boolean restock,
            @Nullable String text,
            @Nullable String by,
            @Nullable String tracking,
            @Nullable String url,
            @Nullable Duration delivered) {}

    /** @param draft whether staff fill it */
    record OpenCart(
            Instant at,
            String store,
            String by,
            @Nullable Boolean draft,
            @Nullable String ship,
            @Nullable List<String> coupons,
            @Nullable String note,
            Map<String, Long> lines) {}

    static OrderBook of(DemoShop demo) {
        return demo.read("orders.json", OrderBook.class);
    }
}
