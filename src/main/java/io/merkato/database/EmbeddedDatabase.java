package io.merkato.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** PostgreSQL within the application, for whoever has set none: the first start needs nothing but a JDK. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedDatabase.NoDatabaseGiven.class)
class EmbeddedDatabase {

    @Bean
    static EarlyPostgres earlyPostgres(Environment environment) throws IOException {
        return new EarlyPostgres(
                Binder.get(environment)
                        .bindOrCreate("merkato.database", DatabaseProperties.class)
                        .directory()
                        .resolve("postgres"),
                new ClassPathResource("db/roles.sql").getContentAsString(StandardCharsets.UTF_8));
    }

    @Bean
    EmbeddedPostgres.Access databaseAccess(EarlyPostgres postgres) {
        return postgres.access();
    }

    @Bean
    JdbcConnectionDetails applicationLogin(EmbeddedPostgres.Access access) {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return access.url();
            }

            @Override
            public String getUsername() {
                return "merkato_app";
            }

            @Override
            public String getPassword() {
                return access.appPassword();
            }
        };
    }

    @Bean
    FlywayConnectionDetails migrationLogin(EmbeddedPostgres.Access access) {
        return new FlywayConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return access.url();
            }

            @Override
            public String getUsername() {
                return "merkato_migrator";
            }

            @Override
            public String getPassword() {
                return access.migratorPassword();
            }
        };
    }

    static class NoDatabaseGiven extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean given = context.getEnvironment().containsProperty("spring.datasource.url");
            return new ConditionOutcome(
                    !given, ConditionMessage.of("spring.datasource.url is " + (given ? "set" : "not set")));
        }
    }
}
