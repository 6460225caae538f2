package io.merkato;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A frontend's event stream: reads the data of what comes, heartbeats left out. */
public final class EventStream implements AutoCloseable {

    private static final String DATA = "data:";

    private final Stream<String> lines;
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    EventStream(Stream<String> lines) {
        this.lines = lines;
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try {
            lines.filter(line -> line.startsWith(DATA))
                    .forEach(line -> heard.add(line.substring(DATA.length()).strip()));
            heard.add("ended");
        } catch (RuntimeException e) {
            heard.add("broken");
        }
    }

    /** The data of the next event, which is empty of the one that says it is complete; {@code ended} at the end. */
    public String next() {
        try {
            String data = heard.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
            return data == null ? "nothing" : data;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public JsonNode nextEvent() {
        String next = next();
        try {
            return JsonMapper.shared().readTree(next);
        } catch (RuntimeException e) {
            throw new AssertionError(next, e);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
