package io.merkato.api;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;
import tools.jackson.databind.json.JsonMapper;

/** A message may be as large as a document by HTTP, instead of the container's 8 kB. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SocketConfiguration {

    @Bean
    ServletServerContainerFactoryBean sockets(@Value("${merkato.graphql.max-body:256KB}") DataSize most) {
        var container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(Math.toIntExact(most.toBytes()));
        return container;
    }

    @Bean
    Sockets graphQlWebSocketHandler(WebGraphQlHandler graphQl, JsonMapper json, GraphQlProperties properties) {
        return new Sockets(graphQl, json, properties.getWebsocket());
    }
}
