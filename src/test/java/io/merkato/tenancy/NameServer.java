package io.merkato.tenancy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS server for TXT records (RFC 1035), just large enough to be asked by the JDK. */
final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private final DatagramSocket socket;
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    static NameServer start() throws IOException {
        var server = new NameServer(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(server::answer);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** One text per name, of at most 255 bytes. */
    void say(String name, String text) {
        texts.merge(name, text, (one, other) -> one + '\n' + other);
    }

    private void answer() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                byte[] answer = answer(packet.getData());
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        var name = new StringBuilder();
        int at = HEADER;
        for (int length = question[at]; length > 0; length = question[at]) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, length, StandardCharsets.US_ASCII));
            at += length + 1;
        }
        String said = texts.getOrDefault(name.toString(), "");
        String[] answers = said.isEmpty() ? new String[0] : said.split("\n");
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(answers.length > 0 ? 0x8580 : 0x8583);
        out.writeShort(1);
        out.writeShort(answers.length);
        out.writeInt(0);
        out.write(question, HEADER, at + 5 - HEADER);
        for (String answer : answers) {
            byte[] text = answer.getBytes(StandardCharsets.US_ASCII);
            out.writeShort(0xc000 | HEADER);
            out.writeShort(16);
            out.writeShort(1);
            out.writeInt(0);
            out.writeShort(text.length + 1);
            out.writeByte(text.length);
            out.write(text);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
