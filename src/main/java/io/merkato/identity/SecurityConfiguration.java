package io.merkato.identity;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stateless: every request brings its credential in a header that no browser adds by itself, so there is nothing to forge
 * across sites. The schema's audiences decide field by field who may.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SecurityConfiguration {

    private static final Fault UNAUTHENTICATED =
            Fault.of(FaultCode.UNAUTHENTICATED, "The credential is not valid, or no longer. Sign in again.");

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Frontends of any origin may ask: without cookies, a page can do no more than its own credential lets it. */
    @Bean
    CorsConfigurationSource corsConfigurationSource(@Value("${merkato.cors.allowed-origins:*}") List<String> allowed) {
        var cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(allowed);
        cors.setAllowedMethods(List.of("GET", "POST", "HEAD"));
        cors.setAllowedHeaders(List.of("*"));
        cors.setExposedHeaders(List.of("Trace-Id"));
        cors.setMaxAge(Duration.ofHours(2));
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        return source;
    }

    @Bean
    SecurityFilterChain web(HttpSecurity http, Authenticator authenticator) {
        return http.cors(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .oauth2ResourceServer(bearer -> bearer.authenticationManagerResolver(request -> authenticator)
                        .authenticationEntryPoint(SecurityConfiguration::refuse))
                .build();
    }

    /** As a GraphQL answer, so that clients find the code where they look for it; RFC 6750 names the header. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        JsonMapper.shared().writeValue(response.getOutputStream(), UNAUTHENTICATED.answer());
    }
}
