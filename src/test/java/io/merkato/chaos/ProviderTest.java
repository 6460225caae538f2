package io.merkato.chaos;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderTest {

    @Test
    void it_begins_again_until_its_port_is_free(@TempDir Path folder) throws Exception {
        try (var provider = new Provider("wave", folder, 1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.tells("http://127.0.0.1:9/payments/1/events");
            Future<?> started;
            try (var other = new ServerSocket(port(provider), 1, InetAddress.getLoopbackAddress())) {
                started = threads.submit(() -> {
                    provider.start();
                    return true;
                });
                Path log = folder.resolve("wave.log");
                await().until(() -> Files.exists(log) && Files.readString(log).contains("BindException"));
                assertThat(other.isBound()).isTrue();
            }
            started.get();

            assertThat(provider.visited("no page of theirs", true)).isFalse();
        }
    }

    private static int port(Provider provider) {
        String setting = provider.setting();
        return URI.create(setting.substring(setting.indexOf("http:"))).getPort();
    }
}
