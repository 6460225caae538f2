package io.merkato.tenancy;

import io.merkato.api.Job;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {

    @Bean
    Job nightlyUpkeepJob(NightlyUpkeep upkeep, @Value("${merkato.upkeep:0 17 3 * * *}") String cron) {
        return Job.at("nightly-upkeep", cron, upkeep::run);
    }

    @Bean
    PlatformContext platformContext(TenantContexts contexts) {
        return new PlatformContext(contexts);
    }
}
