package io.merkato.provider;

import io.merkato.provider.StandIn.Ask;
import io.merkato.provider.StandIn.Bank;
import io.merkato.provider.StandIn.Reply;
import io.merkato.provider.StandIn.Told;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in as a process of its own, which may be killed at any time: what it did is in its journal, and it is the same after it began again.
 *
 * <pre>java -cp … io.merkato.provider.StandInProcess wave 9101 /tmp/wave.journal https://…/payments/7/events [pays]</pre>
 *
 * With {@code pays}, each payer agrees at once, and the provider tells of it once. Applications find it by {@code merkato.providers.addresses.wave}.
 */
@NullUnmarked
final class StandInProcess {

    private StandInProcess() {}

    public static void main(String[] args) throws Exception {
        Bank bank = bank(args[0], new Journal(Path.of(args[2])), URI.create(args[3]));
        var standIn = new StandIn(
                args.length > 4 && args[4].equals("pays") ? new Agreeing(bank) : bank, Integer.parseInt(args[1]));
        System.out.println(standIn.address());
        Thread.currentThread().join();
    }

    static Bank bank(String provider, Journal journal, URI notices) {
        Clock clock = Clock.systemUTC();
        return switch (provider) {
            case Wave.CODE -> new WaveBank(journal, clock, notices);
            case Mpesa.CODE -> new MpesaBank(journal);
            case Telebirr.CODE -> new TelebirrBank(journal, clock);
            case Chapa.CODE -> new ChapaBank(journal, clock, notices);
            default -> throw new IllegalArgumentException(provider);
        };
    }

    /** Each payer agrees as soon as there is something to agree to. */
    record Agreeing(Bank bank) implements Bank {

        private static final HttpClient HTTP = HttpClient.newHttpClient();

        @Override
        public Reply answer(Ask ask) {
            long before = journal().count("opened");
            Reply reply = bank.answer(ask);
            if (journal().count("opened") > before) {
                Thread.startVirtualThread(() -> tell(agree()));
            }
            return reply;
        }

        private @Nullable Told agree() {
            List<String> keys = new ArrayList<>();
            journal().replay(entry -> {
                if (entry.what().equals("opened")) {
                    keys.add(entry.key());
                }
            });
            synchronized (this) {
                return bank.pay(keys.getLast());
            }
        }

        private static void tell(@Nullable Told told) {
            if (told == null) {
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(told.url())
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(told.body()));
            told.headers().forEach(request::header);
            try {
                HTTP.send(request.build(), java.net.http.HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                System.err.println("Not told: " + e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public @Nullable Told pay(String key) {
            return bank.pay(key);
        }

        @Override
        public Journal journal() {
            return bank.journal();
        }
    }
}
