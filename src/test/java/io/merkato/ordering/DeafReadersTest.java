package io.merkato.ordering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.OwnProcess;
import io.merkato.Patience;
import io.merkato.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Clients that open event streams and never read them, more than a node of one processor has threads for others' work, or go without a word, while Tomcat
 * uses for others what it had for them: whoever else watches hears.
 */
@MerkatoTest
class DeafReadersTest {

    private static final int DEAF = 30;
    private static final int GONE = 200;
    private static final byte[] HEARTBEAT = ": \n\n".getBytes(UTF_8);
    /** Some four megabytes, more than the node can write without anybody reading. */
    private static final String MUCH = "subscription ($id: ID!) { productVariantStockChanged(id: $id) { product { "
            + IntStream.range(0, 24).mapToObj(i -> "d" + i + ": description").collect(Collectors.joining(" "))
            + " } } }";

    private static final String STOCK =
            "subscription ($id: ID!) { productVariantStockChanged(id: $id) { quantityAvailable } }";

    private final OrderShop noisy;
    private final OrderShop quiet;

    DeafReadersTest(Merchants merchants, Client client) {
        this.noisy = new OrderShop(merchants, client);
        this.quiet = new OrderShop(merchants, client);
    }

    private static OwnProcess start(List<String> jvm, String... settings) throws IOException {
        return OwnProcess.start(
                jvm,
                Stream.concat(Stream.of(TestDatabase.settingsOfNode(TestDatabase.port())), Stream.of(settings))
                        .toArray(String[]::new));
    }

    private String cupWithALongDescription() {
        String cup = noisy.variant("CUP", "100", 5);
        String product = noisy.owner
                .data("{ productVariantBySku(sku: \"CUP\") { product { id } } }")
                .at("/productVariantBySku/product/id")
                .asString();
        assertThat(noisy.owner
                        .data(
                                "mutation ($id: ID!, $text: String!) { productUpdate(id: $id, input: {description: $text}) { userErrors { code } } }",
                                Map.of("id", product, "text", "ቡ".repeat(60_000)))
                        .toString())
                .isEqualTo("{\"productUpdate\":{\"userErrors\":[]}}");
        return cup;
    }

    private Socket stream(int port, String document, String variant) throws IOException {
        byte[] body = ("{\"query\":\"" + document + "\",\"variables\":{\"id\":\"" + variant + "\"}}").getBytes(UTF_8);
        var socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.getOutputStream()
                .write(("POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nMerkato-Tenant: " + noisy.merchant.slug()
                                + "\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: "
                                + body.length + "\r\n\r\n")
                        .getBytes(UTF_8));
        socket.getOutputStream().write(body);
        return socket;
    }

    private Socket lively(int port, String variant) throws IOException {
        Socket socket = stream(port, STOCK, variant);
        socket.setSoLinger(true, 0); // closed without a farewell
        socket.setSoTimeout((int) Patience.MOST.toMillis());
        return socket;
    }

    /** Reads on until another heartbeat has come. */
    private static void hearsAHeartbeat(Socket socket) throws IOException {
        for (int heard = 0; heard < HEARTBEAT.length; ) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the stream goes on").isNotNegative();
            heard = next == HEARTBEAT[heard] ? heard + 1 : next == HEARTBEAT[0] ? 1 : 0;
        }
    }

    private static String left(EventStream stream) {
        return stream.nextEvent()
                .at("/data/productVariantStockChanged/quantityAvailable")
                .toString();
    }

    @Test
    void many_who_never_read_keep_no_event_from_anybody_else() throws Exception {
        String cup = cupWithALongDescription();
        String pot = quiet.variant("POT", "10", 5);
        var streams = new ArrayList<Socket>();
        try (OwnProcess node = start(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=1"))) {
            for (int i = 0; i < DEAF; i++) {
                streams.add(stream(node.port(), MUCH, cup));
            }
            for (Socket each : streams) {
                await().until(() -> each.getInputStream().available() > 0);
            }
            noisy.receive(cup, 1);
            try (EventStream heard = quiet.visitor.to(node.port()).watch(STOCK, Map.of("id", pot))) {
                assertThat(left(heard)).isEqualTo("5");
                quiet.receive(pot, 1);
                assertThat(left(heard)).isEqualTo("6");
            }
            for (Socket each : streams) {
                each.close(); // or the node waits for them when it ends
            }
        }
    }

    @Test
    void many_who_go_without_a_word_end_no_stream_of_those_who_come_after_them() throws Exception {
        String cup = noisy.variant("CUP", "100", 5);
        try (OwnProcess node = start(
                OwnProcess.SMALL,
                "--spring.graphql.http.sse.keep-alive=10ms",
                "--merkato.subscriptions.per-caller=1000",
                "--merkato.subscriptions.per-address=1000")) {
            for (int i = 0; i < GONE; i++) {
                try (Socket socket = lively(node.port(), cup)) {
                    hearsAHeartbeat(socket);
                }
            }
        }
    }
}
