package io.merkato.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.util.unit.DataSize;
import org.springframework.web.cors.CorsConfiguration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SocketConfiguration {

    /** A message may be as large as a document by HTTP, and comes from where that may come from. */
    @Bean
    Sockets graphQlWebSocketHandler(
            WebGraphQlHandler graphQl,
            JsonMapper json,
            GraphQlProperties properties,
            FaultCounts counts,
            MeterRegistry meters,
            @Value("${merkato.graphql.max-body:256KB}") DataSize largest,
            @Value("${merkato.connections.not-let-in-per-address:50}") int strangers,
            @Value("${merkato.connections.quiet:10m}") Duration quiet,
            @Value("${merkato.cors.allowed-origins:*}") List<String> origins) {
        var cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(origins);
        var sockets = new Sockets(
                graphQl,
                json,
                properties.getWebsocket(),
                new Sockets.Limits(Math.toIntExact(largest.toBytes()), strangers, quiet),
                cors,
                counts);
        Gauge.builder("merkato.sockets", sockets, Sockets::open)
                .description("WebSockets that are open")
                .register(meters);
        return sockets;
    }
}
