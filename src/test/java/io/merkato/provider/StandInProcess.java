package io.merkato.provider;

import io.merkato.provider.StandIn.Ask;
import io.merkato.provider.StandIn.Bank;
import io.merkato.provider.StandIn.Reply;
import io.merkato.provider.StandIn.Told;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in as a process of its own, which may be killed at any time: what it did is in its journal, and it is the same after it began again.
 *
 * <pre>java -cp … io.merkato.provider.StandInProcess wave 9101 /tmp/wave.journal https://…/payments/7/events 1</pre>
 *
 * Payers open {@code POST /agrees?page=…} or {@code /refuses?page=…}. Of what it tells by itself, some is lost and some told twice, as the seed says that is
 * given last; what it tells of refunds is told until it is taken. Applications find it by {@code merkato.providers.addresses.wave}.
 */
@NullUnmarked
public final class StandInProcess {

    private StandInProcess() {}

    public static void main(String[] args) throws Exception {
        Bank bank = bank(args[0], new Journal(Path.of(args[2])), URI.create(args[3]));
        var open = new Open(bank, new Telling(new Random(Long.parseLong(args[4]))), new HashSet<>());
        var standIn = new StandIn(open, Integer.parseInt(args[1]));
        open.tellOfRefunds();
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

    /** What an account there is made with. */
    public static java.util.Map<String, String> secrets(String provider) {
        return switch (provider) {
            case Wave.CODE -> java.util.Map.of("apiKey", WaveBank.API_KEY, "webhookSecret", WaveBank.SECRET);
            case Chapa.CODE ->
                java.util.Map.of("secretKey", ChapaBank.SECRET_KEY, "webhookSecret", ChapaBank.WEBHOOK_SECRET);
            default -> throw new IllegalArgumentException(provider);
        };
    }

    /** Open to payers too. */
    private record Open(Bank bank, Telling telling, Set<String> toldOf) implements Bank {

        @Override
        public Reply answer(Ask ask) {
            boolean agrees = ask.path().startsWith("/agrees?");
            if (agrees || ask.path().startsWith("/refuses?")) {
                Told told = bank.visited(ask.query().get("page"), agrees);
                if (told != null) {
                    telling.perhaps(told);
                }
                return new Reply(told == null ? 410 : 200, "{}");
            }
            long before = journal().count("refunded");
            Reply reply = bank.answer(ask);
            if (journal().count("refunded") > before) {
                telling.later(this::tellOfRefunds);
            }
            return reply;
        }

        private synchronized void tellOfRefunds() {
            for (Told told : bank.ended()) {
                if (toldOf.add(new String(told.body(), java.nio.charset.StandardCharsets.UTF_8))) {
                    telling.until(told);
                }
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

    /** How notices fare on their way. */
    private record Telling(Random random, HttpClient http, ScheduledExecutorService timer) {

        private static final int PAUSE = 300;

        Telling(Random random) {
            this(random, HttpClient.newHttpClient(), Executors.newScheduledThreadPool(4));
        }

        void later(Runnable work) {
            timer.schedule(work, random.nextInt(PAUSE), TimeUnit.MILLISECONDS);
        }

        void perhaps(Told told) {
            int fate = random.nextInt(100);
            for (int times = fate < 30 ? 0 : fate < 60 ? 2 : 1; times > 0; times--) {
                later(() -> taken(told));
            }
        }

        void until(Told told) {
            later(() -> {
                if (!taken(told)) {
                    until(told);
                }
            });
        }

        private boolean taken(Told told) {
            HttpRequest.Builder request = HttpRequest.newBuilder(told.url())
                    .timeout(Duration.ofSeconds(10))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(told.body()));
            told.headers().forEach(request::header);
            try {
                return http.send(request.build(), BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }
}
