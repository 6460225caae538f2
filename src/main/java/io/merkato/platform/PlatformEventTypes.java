package io.merkato.platform;

import io.merkato.api.Permission;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PlatformEventTypes {

    static final String WEBHOOK_TEST = "WEBHOOK_TEST";

    /** Sent on request, to try a webhook out. */
    @Bean
    EventType webhookTestEvent() {
        return new EventType(WEBHOOK_TEST, "Webhook", Permission.WEBHOOKS_READ);
    }
}
