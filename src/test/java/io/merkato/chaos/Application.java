package io.merkato.chaos;

import io.merkato.Client;
import io.merkato.OwnProcess;
import java.util.List;

/** The server, in a process of its own. */
final class Application implements Killed {

    private static final List<String> OPTIONS =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Relay relay = new Relay();
    private final Database database;
    private final String[] settings;
    private OwnProcess process;

    Application(Database database, String... settings) throws Exception {
        this.database = database;
        this.settings = settings;
        this.process = OwnProcess.start(OPTIONS, settings);
        relay.leadTo(process.port());
    }

    Client client() {
        return Client.at(relay.port());
    }

    String address() {
        return "http://127.0.0.1:" + relay.port();
    }

    @Override
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** As whoever watches over it does: again and again, since without its database it does not begin. */
    @Override
    public void start() throws Exception {
        database.passTime();
        for (int tries = 1; ; tries++) {
            try {
                process = OwnProcess.start(OPTIONS, settings);
                relay.leadTo(process.port());
                return;
            } catch (AssertionError e) {
                if (tries == 10) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        process.kill();
        process.close();
        relay.close();
    }
}
