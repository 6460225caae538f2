package io.merkato.channel;

import io.merkato.catalog.ProductVariant;
import io.merkato.customer.Customer;
import io.merkato.ordering.OrderPaymentMethod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sale as the schema's input of this name has it: nothing of it is checked yet. */
record PosSaleInput(
        String reference,
        Instant soldAt,
        List<Line> lines,
        List<Payment> payments,
        Customer.@Nullable Id customerId,
        @Nullable String note) {

    record Line(
            ProductVariant.Id variantId,
            int quantity,
            BigDecimal unitPrice,
            @Nullable BigDecimal discount) {}

    record Payment(
            OrderPaymentMethod method,
            BigDecimal amount,
            @Nullable String reference) {}
}
