package io.merkato.platform;

import io.merkato.tenancy.MutationLog;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    @Bean
    WebhookRelay webhookRelay(
            PlatformContext platform,
            TenantContexts tenants,
            OutboxRepository outbox,
            WebhookRepository webhooks,
            WebhookSecrets secrets,
            Selections selections,
            List<EventType> types,
            MutationLog audit,
            WebhookProperties properties,
            WebhookClient client) {
        var courier = new Courier(outbox, webhooks, secrets, selections, types, audit, properties, client);
        return new WebhookRelay(platform, tenants, outbox, courier, properties);
    }

    @Bean
    WebhookClient webhookClient(WebhookProperties properties) {
        return new WebhookClient(
                new PublicHosts(SystemDefaultDnsResolver.INSTANCE, properties.allowPrivate()), properties.timeout());
    }
}
