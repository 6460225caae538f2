package io.merkato.api;

import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlWebSocketHandler;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the container's own limits of WebSockets are replaced by: a message may be as large as a document by HTTP (instead of 8 kB),
 * and the word of why a socket is closed has seconds to leave (instead of 50 ms, after which a busy server hangs up without one).
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SocketConfiguration {

    private static final String TIME_TO_SAY_WHY = "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

    @Bean
    ServletServerContainerFactoryBean sockets(@Value("${merkato.graphql.max-body:256KB}") DataSize most) {
        var container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(Math.toIntExact(most.toBytes()));
        return container;
    }

    @Bean
    GraphQlWebSocketHandler graphQlWebSocketHandler(
            WebGraphQlHandler graphQl, JsonMapper json, GraphQlProperties properties) {
        GraphQlProperties.Websocket settings = properties.getWebsocket();
        return new GraphQlWebSocketHandler(
                graphQl,
                new JacksonJsonHttpMessageConverter(json),
                settings.getConnectionInitTimeout(),
                settings.getKeepAlive()) {
            @Override
            public void afterConnectionEstablished(WebSocketSession session) {
                Session container = ((NativeWebSocketSession) session).getNativeSession(Session.class);
                Objects.requireNonNull(container)
                        .getUserProperties()
                        .put(TIME_TO_SAY_WHY, Duration.ofSeconds(5).toMillis());
                super.afterConnectionEstablished(session);
            }
        };
    }
}
