package io.merkato.tenancy;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {

    @Bean
    PlatformContext platformContext(TenantContexts contexts) {
        return new PlatformContext(contexts);
    }
}
