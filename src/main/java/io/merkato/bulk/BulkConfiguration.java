package io.merkato.bulk;

import io.merkato.tenancy.AtOnce;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkProperties.class)
class BulkConfiguration {

    /** Of every kind together: each holds a page of what it writes. */
    @Bean
    AtOnce exports() {
        return new AtOnce(3, "EXPORTS_AT_ONCE", "Take 3 exports at once at most.");
    }
}
