package io.merkato.api;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** A message over a WebSocket may be as large as a document by HTTP; the container's own limit is 8 kB. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SocketConfiguration {

    @Bean
    ServletServerContainerFactoryBean sockets(@Value("${merkato.graphql.max-body:256KB}") DataSize most) {
        var container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(Math.toIntExact(most.toBytes()));
        return container;
    }
}
