package io.merkato.chaos;

import static org.awaitility.Awaitility.await;

import io.merkato.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A checkout load on processes of their own, each of which is killed over and over, and then the books. */
final class Chaos {

    /**
     * @param load how long buyers come and processes are killed, at the end all at once
     * @param orders how many are placed at least before the end
     * @param providers how long each of them is left alone at most
     * @param database how long PostgreSQL is
     * @param application how long the application is, which takes longest to begin again
     */
    record Plan(
            long seed,
            Duration load,
            int orders,
            int buyers,
            Duration providers,
            Duration database,
            Duration application) {}

    /** @param findings what should not be */
    record Report(String line, List<String> findings) {}

    private final Plan plan;
    private final Promises promises = new Promises();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger applicationKilled = new AtomicInteger();
    private final AtomicInteger databaseKilled = new AtomicInteger();
    private final AtomicInteger providersKilled = new AtomicInteger();

    private Chaos(Plan plan) {
        this.plan = plan;
    }

    static Report run(Plan plan) throws Exception {
        return new Chaos(plan).run();
    }

    private Report run() throws Exception {
        long start = System.nanoTime();
        Path folder =
                Path.of("target", "chaos", "" + ProcessHandle.current().pid()).toAbsolutePath();
        Files.createDirectories(folder);
        try (var chapa = new Provider("chapa", folder, plan.seed());
                var wave = new Provider("wave", folder, -plan.seed());
                var database = new Database(folder.resolveSibling("../test-database/chaos-" + folder.getFileName())
                        .normalize());
                var application = new Application(database, settings(database, folder, chapa, wave))) {
            List<Shop> shops = shops(application, database, chapa, wave);
            buyAndKill(shops, application, database, chapa, wave);
            try (Connection superuser = database.superuser()) {
                settle(database, superuser, shops);
                var books = new Books(superuser, promises);
                List<String> findings = books.findings(shops);
                return new Report(line(books, findings, start), findings);
            }
        }
    }

    private static String[] settings(Database database, Path folder, Provider... providers) {
        var settings = new ArrayList<>(List.of(database.settings()));
        settings.addAll(List.of(
                "--merkato.secret=dGhlIHRlc3RzIHNpZ24gd2l0aCB0aGlzLCBub2JvZHkgZWxzZQ==",
                "--merkato.demo=false",
                "--merkato.webhooks.deliver=false",
                "--merkato.payments.test-accounts=true",
                "--merkato.payments.settle-every=1s",
                "--merkato.jobs.poll=1s",
                "--merkato.identity.guests-per-address=1000000",
                "--merkato.providers.response=3s",
                "--merkato.providers.deadline=5s",
                "--merkato.providers.pause=1s",
                "--logging.level.com.zaxxer.hikari.pool=error",
                "--logging.file.name=" + folder.resolve("application.log")));
        for (Provider provider : providers) {
            settings.add(provider.setting());
        }
        return settings.toArray(String[]::new);
    }

    private static List<Shop> shops(Application application, Database database, Provider chapa, Provider wave)
            throws IOException, SQLException {
        try (Connection superuser = database.superuser()) {
            Person.appoint(superuser);
        }
        Client client = application.client();
        Client operator = Person.signedIn(client);
        var shops = List.of(
                new Shop(client, operator, Shop.Place.ADDIS_ABABA, chapa),
                new Shop(client, operator, Shop.Place.DAKAR, wave));
        for (Shop shop : shops) {
            shop.provider.tells(application.address() + "/payments/" + shop.account + "/events");
            shop.provider.start();
        }
        return shops;
    }

    private void buyAndKill(List<Shop> shops, Application application, Database database, Provider chapa, Provider wave)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int buyer = 0; buyer < plan.buyers(); buyer++) {
                Shop shop = shops.get(buyer % shops.size());
                var random = new Random(plan.seed() + buyer);
                all.add(threads.submit(() -> {
                    while (over.getCount() > 0) {
                        new Buyer(shop, promises, random).buys();
                    }
                    return true;
                }));
            }
            var killers = new ArrayList<Future<?>>();
            var random = new Random(plan.seed());
            killers.add(
                    killer(threads, application, applicationKilled, new Random(random.nextLong()), plan.application()));
            killers.add(killer(threads, database, databaseKilled, new Random(random.nextLong()), plan.database()));
            killers.add(killer(threads, chapa, providersKilled, new Random(random.nextLong()), plan.providers()));
            killers.add(killer(threads, wave, providersKilled, new Random(random.nextLong()), plan.providers()));
            over.await(plan.load().toMillis(), TimeUnit.MILLISECONDS);
            while (promises.orders.size() < plan.orders() && all.stream().noneMatch(Future::isDone)) {
                over.await(100, TimeUnit.MILLISECONDS);
            }
            over.countDown();
            for (Future<?> killer : killers) {
                killer.get();
            }
            for (Killed each : List.of(application, database, chapa, wave)) {
                each.kill();
            }
            for (Killed each : List.of(database, chapa, wave)) {
                each.start();
            }
            application.start();
            applicationKilled.incrementAndGet();
            databaseKilled.incrementAndGet();
            providersKilled.addAndGet(2);
            for (Future<?> buyer : all) {
                buyer.get();
            }
        }
    }

    /** Kills it after a while, and has it begin again, until it is over. */
    private Future<?> killer(
            java.util.concurrent.ExecutorService threads,
            Killed what,
            AtomicInteger killed,
            Random random,
            Duration pause) {
        int half = (int) pause.toMillis() / 2;
        return threads.submit(() -> {
            while (!over.await(half + random.nextInt(half), TimeUnit.MILLISECONDS)) {
                what.kill();
                killed.incrementAndGet();
                Caller.pause(random.nextInt(500));
                what.start();
            }
            return true;
        });
    }

    /** Whoever was shown a page goes there now, and the providers are asked about all that is open, as if the time had come. */
    private static void settle(Database database, Connection superuser, List<Shop> shops) {
        var random = new Random(0);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    var books = new Books(superuser, new Promises());
                    for (Shop shop : shops) {
                        for (String page : books.strings(
                                "select next_url from payment.payment where state = 'PENDING' and next_url is not null"
                                        + " and tenancy.type_id('payment_account', payment_account_id) = '"
                                        + shop.account + "'")) {
                            shop.provider.visited(page, random.nextBoolean());
                        }
                    }
                    database.passTime();
                    return books.number("select count(*) from payment.operation where settled_at is null") == 0;
                });
    }

    private String line(Books books, List<String> findings, long start) throws SQLException {
        return "chaos of seed %d: %d orders acknowledged, killed %d times the application, %d PostgreSQL, %d the providers; %d payments, %d of them captured, %d refunds; %d operations of unknown outcome settled; %d lost, %d charged twice, %d findings in all; %d s"
                .formatted(
                        plan.seed(),
                        promises.orders.size(),
                        applicationKilled.get(),
                        databaseKilled.get(),
                        providersKilled.get(),
                        promises.payments.size(),
                        books.number("select count(*) from payment.payment where captured > 0"),
                        promises.refunds.size(),
                        books.number(
                                "select count(*) from payment.operation o where exists (select from payment.payment_event e"
                                        + " where e.operation_id = o.id and e.kind = 'UNKNOWN') or not exists (select from payment.payment_event e"
                                        + " where e.operation_id = o.id and e.source = 'CALL')"),
                        findings.stream()
                                .filter(each -> each.startsWith("lost"))
                                .count(),
                        findings.stream()
                                .filter(each -> each.startsWith("charged twice"))
                                .count(),
                        findings.size(),
                        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }
}
