package io.merkato.catalog;

import io.merkato.api.Permission;
import io.merkato.platform.ChangeEvents;
import io.merkato.platform.EventType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What webhooks can hear of the catalogue. A product file tells nobody: it would be a flood, and whoever imports knows. */
@Configuration(proxyBeanMethods = false)
class CatalogEvents {

    private static final String CREATED = "PRODUCT_CREATED";
    private static final String UPDATED = "PRODUCT_UPDATED";
    private static final String DELETED = "PRODUCT_DELETED";
    private static final String PRICE_SET = "PRODUCT_VARIANT_PRICE_SET";
    static final String REVIEW_CREATED = "REVIEW_CREATED";
    private static final String REVIEW_UPDATED = "REVIEW_UPDATED";
    private static final String REVIEW_DELETED = "REVIEW_DELETED";

    @Bean
    ChangeEvents productEvents() {
        return new ChangeEvents(Product.Id.class, CREATED, UPDATED, DELETED);
    }

    /** All else that changes a variant changes its product. */
    @Bean
    ChangeEvents variantEvents() {
        return new ChangeEvents(ProductVariant.Id.class, null, PRICE_SET, null);
    }

    @Bean
    ChangeEvents reviewEvents() {
        return new ChangeEvents(Review.Id.class, REVIEW_CREATED, REVIEW_UPDATED, REVIEW_DELETED);
    }

    @Bean
    EventType productCreatedEvent() {
        return new EventType(CREATED, "Product", Permission.CATALOG_READ);
    }

    @Bean
    EventType productUpdatedEvent() {
        return new EventType(UPDATED, "Product", Permission.CATALOG_READ);
    }

    @Bean
    EventType productDeletedEvent() {
        return new EventType(DELETED, "Product", Permission.CATALOG_READ);
    }

    @Bean
    EventType productVariantPriceSetEvent() {
        return new EventType(PRICE_SET, "ProductVariant", Permission.CATALOG_READ);
    }

    @Bean
    EventType reviewCreatedEvent() {
        return new EventType(REVIEW_CREATED, "Review", Permission.REVIEWS_MODERATE);
    }

    @Bean
    EventType reviewUpdatedEvent() {
        return new EventType(REVIEW_UPDATED, "Review", Permission.REVIEWS_MODERATE);
    }

    @Bean
    EventType reviewDeletedEvent() {
        return new EventType(REVIEW_DELETED, "Review", Permission.REVIEWS_MODERATE);
    }
}
