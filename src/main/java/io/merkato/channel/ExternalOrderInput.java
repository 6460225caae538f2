package io.merkato.channel;

import io.merkato.ordering.OrderPaymentMethod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as the schema's input of this name has it: nothing of it is checked yet. */
record ExternalOrderInput(
        String externalId,
        @Nullable String number,
        Instant placedAt,
        String currency,
        @Nullable Customer customer,
        @Nullable Address shippingAddress,
        @Nullable Address billingAddress,
        List<Line> lines,
        @Nullable Shipping shipping,
        BigDecimal total,
        @Nullable String note,
        @Nullable Payment payment,
        @Nullable Instant sentAt,
        @Nullable Cancellation cancellation) {

    record Customer(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String company) {}

    record Address(
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String company,
            @Nullable String line1,
            @Nullable String line2,
            @Nullable String city,
            @Nullable String region,
            @Nullable String postalCode,
            String country,
            @Nullable String phone) {}

    record Line(
            String sku,
            @Nullable String name,
            int quantity,
            BigDecimal unitPrice,
            @Nullable BigDecimal discount,
            @Nullable Tax tax) {}

    record Shipping(
            @Nullable String method,
            BigDecimal price,
            @Nullable BigDecimal discount,
            @Nullable Tax tax) {}

    record Tax(
            String name,
            @Nullable BigDecimal percent,
            @Nullable BigDecimal amount) {}

    record Payment(
            Instant paidAt,
            OrderPaymentMethod method,
            @Nullable String reference) {}

    record Cancellation(Instant cancelledAt, @Nullable String reason) {}
}
