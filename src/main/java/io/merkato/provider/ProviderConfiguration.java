package io.merkato.provider;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderProperties.class)
class ProviderConfiguration {

    @Bean
    ProviderHttp providerHttp(ProviderProperties properties, Clock clock) {
        return new ProviderHttp(properties, clock);
    }
}
