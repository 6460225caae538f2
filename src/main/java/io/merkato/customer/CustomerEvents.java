package io.merkato.customer;

import io.merkato.api.Permission;
import io.merkato.platform.ChangeEvents;
import io.merkato.platform.EventType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What webhooks can hear of customers. What staff do follows from what they change; what customers do themselves is published
 * where they do it, see {@link CustomerEvent}. A guest who only begins is nobody to hear of.
 */
@Configuration(proxyBeanMethods = false)
class CustomerEvents {

    static final String CREATED = "CUSTOMER_CREATED";
    static final String UPDATED = "CUSTOMER_UPDATED";
    static final String DELETED = "CUSTOMER_DELETED";
    static final String CONSENT_RECORDED = "CUSTOMER_CONSENT_RECORDED";

    @Bean
    ChangeEvents customerChanges() {
        return new ChangeEvents(Customer.Id.class, CREATED, UPDATED, DELETED);
    }

    @Bean
    EventType customerCreatedEvent() {
        return type(CREATED);
    }

    @Bean
    EventType customerUpdatedEvent() {
        return type(UPDATED);
    }

    @Bean
    EventType customerDeletedEvent() {
        return type(DELETED);
    }

    @Bean
    EventType customerConsentRecordedEvent() {
        return type(CONSENT_RECORDED);
    }

    private static EventType type(String name) {
        return new EventType(name, "Customer", Permission.CUSTOMERS_READ);
    }
}
