package io.merkato.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** {@code --merkato.generate=tenants:100,products:1000,variants:3} generates so much, says how fast, and ends. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("merkato.generate")
class GeneratorConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GeneratorConfiguration.class);

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ApplicationRunner generate(Generator generator, ConfigurableApplicationContext application) {
        Volume volume = Volume.parse(application.getEnvironment().getRequiredProperty("merkato.generate"));
        return arguments -> {
            long started = System.nanoTime();
            int products = generator.generate(volume);
            double seconds = (System.nanoTime() - started) / 1e9;
            LOG.info(
                    "Generated {} products with {} variants each for {} tenants, {} to {}, in {} s: {} products a second",
                    products,
                    volume.variants(),
                    volume.tenants(),
                    volume.slug(1),
                    volume.slug(volume.tenants()),
                    "%.1f".formatted(seconds),
                    Math.round(products / seconds));
            System.exit(SpringApplication.exit(application));
        };
    }
}
