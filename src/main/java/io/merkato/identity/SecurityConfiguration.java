package io.merkato.identity;

import io.merkato.api.FaultCounts;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Stateless: every request brings its credential in a header that no browser adds by itself, so there is nothing to forge
 * across sites. The schema's audiences decide field by field who may.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
@EnableScheduling
class SecurityConfiguration {

    /** Of names of headers that a page asks to send, in characters: all are answered, and the headers of an answer have only so much room. */
    private static final int MOST_OF_HEADERS = 4_096;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    StaleCredentials.Gate onlyWhatRenews() {
        return new StaleCredentials.Gate();
    }

    /** The request is observed as a whole; each filter besides would be ten more of each. */
    @Bean
    SecurityObservationSettings noObservationOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Frontends of any origin may ask: without cookies, a page can do no more than its own credential lets it. It is ahead of whatever answers, also where
     * nobody has to be known. What it refuses, no cache may give to those of another origin.
     */
    @Bean
    FilterRegistrationBean<CorsFilter> cors(@Value("${merkato.cors.allowed-origins:*}") List<String> allowed) {
        var cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(allowed);
        cors.setAllowedMethods(List.of("GET", "POST", "HEAD"));
        cors.setAllowedHeaders(List.of("*"));
        cors.setExposedHeaders(List.of("Trace-Id"));
        cors.setMaxAge(Duration.ofHours(2));
        var filter = new CorsFilter(request -> cors);
        filter.setCorsProcessor(new DefaultCorsProcessor() {
            @Override
            protected @Nullable List<String> checkHeaders(CorsConfiguration configuration, List<String> asked) {
                return String.join(", ", asked).length() > MOST_OF_HEADERS
                        ? null
                        : super.checkHeaders(configuration, asked);
            }

            @Override
            protected void rejectRequest(ServerHttpResponse response) throws IOException {
                response.getHeaders().setCacheControl(CacheControl.noStore());
                super.rejectRequest(response);
            }
        });
        var first = new FilterRegistrationBean<>(filter);
        first.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return first;
    }

    @Bean
    SecurityFilterChain web(
            HttpSecurity http,
            Authenticator authenticator,
            FaultCounts counts,
            @Value("${spring.graphql.http.path:/graphql}") String documents) {
        return http.csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .oauth2ResourceServer(bearer -> bearer.bearerTokenResolver(SecurityConfiguration::token)
                        .authenticationManagerResolver(request -> authenticator))
                .addFilterAfter(new StaleCredentials(documents, counts), BearerTokenAuthenticationFilter.class)
                .build();
    }

    /** Whatever follows the word, so that what is no token at all is refused like a bad one, and not before. */
    private static @Nullable String token(HttpServletRequest request) {
        String token = ViewerInterceptor.token(request.getHeader(HttpHeaders.AUTHORIZATION));
        return token == null || !token.isEmpty() ? token : "none";
    }
}
