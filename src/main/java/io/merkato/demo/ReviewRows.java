package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.REVIEW;

import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

final class ReviewRows {

    private ReviewRows() {}

    static void write(TenantContext tenant, DemoShop demo) {
        DemoIds ids = demo.ids();
        var reviews = new Rows(REVIEW);
        for (ReviewLine line : demo.reviews()) {
            Shop.Customer author = author(demo.shop(), line);
            Instant written = line.date().atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
            reviews.next()
                    .set(REVIEW.ID, ids.of("review", line.product(), line.customer()))
                    .set(REVIEW.PRODUCT_ID, ids.of("product", line.product()))
                    .set(REVIEW.USER_ID, ids.of("user", author.email()))
                    .set(REVIEW.AUTHOR_NAME, author.name())
                    .set(REVIEW.RATING, line.rating())
                    .set(REVIEW.TITLE, line.title())
                    .set(REVIEW.BODY, line.body())
                    .set(REVIEW.LOCALE, line.locale().toLanguageTag())
                    .set(REVIEW.STATUS, line.status())
                    .set(REVIEW.MODERATED_AT, line.status().equals("PENDING") ? null : written)
                    .set(REVIEW.CREATED_AT, written)
                    .set(REVIEW.UPDATED_AT, written);
        }
        reviews.insert(tenant);
    }

    private static Shop.Customer author(Shop shop, ReviewLine line) {
        return shop.customers().stream()
                .filter(customer -> customer.email().startsWith(line.customer() + '@'))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no customer " + line.customer()));
    }
}
