package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which the tests choose their PostgreSQL. */
class DockerEngineTest {

    @Test
    void an_address_where_nobody_answers_is_no_engine(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("docker.sock");
        String tcp;
        try (var engine =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
                var remote = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tcp = "tcp://127.0.0.1:" + remote.getLocalPort();
            assertThat(engine.isOpen()).isTrue();
            assertThat(DockerEngine.answers("unix://" + socket)).isTrue();
            assertThat(DockerEngine.answers(tcp)).isTrue();
        }
        assertThat(DockerEngine.answers("unix://" + socket)).isFalse();
        assertThat(DockerEngine.answers("unix://" + folder.resolve("none.sock")))
                .isFalse();
        assertThat(DockerEngine.answers(tcp)).isFalse();
    }
}
