package io.merkato.ordering;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of carts and orders. */
@Component
class OrderRefusals implements ConstraintRefusals {

    private static final String REASON = "A reason has at most 1000 characters.";
    private static final String NOTE = "A note has at most 5000 characters.";

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry("cart_note_check", Refusal.of(TOO_LONG, NOTE, "input", "note")),
                entry(
                        "cart_loyalty_points_check",
                        Refusal.of(OUT_OF_RANGE, "1 to 1 000 000 000 000 points.", "input", "loyaltyPoints")),
                entry("cart_shipping_method_fkey", Refusal.notFound("input", "shippingMethodId")),
                entry(
                        "cart_line_quantity_check",
                        Refusal.of(OUT_OF_RANGE, "A line has 1 to 9999 pieces in all.", "input", "lines")),
                entry(
                        "cart_line_price_override_check",
                        Refusal.of(OUT_OF_RANGE, "This price is too high.", "input", "lines")),
                entry("order_note_check", Refusal.of(TOO_LONG, NOTE, "input", "note")),
                entry("order_cancel_reason_check", Refusal.of(TOO_LONG, REASON, "input", "reason")),
                entry("status_change_reason_check", Refusal.of(TOO_LONG, REASON, "input", "reason")),
                entry(
                        "order_revision_note_check",
                        Refusal.of(TOO_LONG, "A note has at most 1000 characters.", "input", "note")),
                entry("order_return_reason_check", Refusal.of(TOO_LONG, REASON, "input", "reason")),
                entry(
                        "order_payment_reference_check",
                        Refusal.of(TOO_LONG, "A reference has at most 255 characters.", "input", "reference")),
                entry(
                        "fulfilment_tracking_company_check",
                        Refusal.of(TOO_LONG, "This has at most 255 characters.", "input", "trackingCompany")),
                entry(
                        "fulfilment_tracking_number_check",
                        Refusal.of(TOO_LONG, "This has at most 255 characters.", "input", "trackingNumber")),
                entry(
                        "fulfilment_tracking_url_check",
                        Refusal.of(
                                INVALID,
                                "An address begins with http:// or https:// and has at most 2048 characters.",
                                "input",
                                "trackingUrl")),
                entry(
                        "order_note_body_check",
                        Refusal.of(
                                INVALID, "A note has 1 to 5000 characters, not all of them blank.", "input", "body")));
    }
}
