package io.merkato.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.Outcome;
import io.merkato.provider.ProviderRequest;
import io.merkato.provider.RawNotice;
import io.merkato.tenancy.TenantContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What a provider did is known in the end, whatever it told of it: each notice is left out or told several times, in any order, at once with others, with forged ones,
 * with whoever asked, with the job that asks again, and with people who said what they thought of what the provider had not seen by then. Then payment, order and book say what a plain sum of the provider's acts does.
 */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class NoticeModelTest {

    private static final Currency ETB = Currency.getInstance("ETB");
    private static final long AMOUNT = PaymentModel.AMOUNT;
    /** Of what happened, what is not the provider's doing. */
    private static final Set<String> NOTHING = Set.of("PENDING", "UNKNOWN", "FAILED", "DENIED", "REINSTATED");

    /** @param lossy whether it can be learnt by asking, should it be left out */
    private record Notice(RawNotice raw, boolean lossy) {}

    private final class Case {
        private final OrderShop.Placed order = desk.order();
        private final PaymentModel model;
        private final JsonNode payment;
        private final Payment.Id id;
        private final SandboxAct first;
        /** Of all that is known to the provider by now. */
        private final List<Notice> told = new ArrayList<>();
        /** What the provider has said that it had not seen. */
        private final List<PaymentOperation.Id> neverSeen = new ArrayList<>();

        Case(Random random) {
            this.model = new PaymentModel(random.nextBoolean());
            this.payment = desk.pays(
                            desk.shop.owner,
                            order,
                            PaymentDesk.amount("1000") + ", payer: \"0911199903\", captureLater: " + !model.charged)
                    .get("payment");
            this.id = new Payment.Id(TypeId.parse("payment", payment.get("id").asString()));
            this.first = bank.findByReference(
                            desk.shop.tenant,
                            desk.accountId(),
                            payment.get("reference").asString())
                    .orElseThrow();
            told.add(notice(first, true));
        }

        /** The payer agrees, perhaps after a try that failed, or does not. */
        void decides(Random random) {
            boolean agrees = random.nextInt(5) > 0;
            boolean failed = !agrees || random.nextInt(3) == 0;
            write(tx -> bank.decide(
                    tx,
                    desk.accountId(),
                    first.key(),
                    agrees ? null : DeclineReason.CANCELLED_BY_PAYER,
                    Instant.now()));
            if (failed) {
                told.add(notice(act(first, PaymentOperationStatus.DECLINED), !agrees));
            }
            if (agrees) {
                told.add(notice(act(first, PaymentOperationStatus.DONE), !failed));
                model.does(model.charged ? ProviderRequest.Kind.CHARGE : ProviderRequest.Kind.AUTHORISE, AMOUNT);
                if (model.charged) {
                    takesBack(random);
                }
            }
        }

        void captures(Random random) {
            if (model.charged || model.authorised == 0) {
                return;
            }
            long left = AMOUNT;
            for (int i = 0; i < 2; i++) {
                long amount = 1 + random.nextLong(left / 2);
                left -= amount;
                asks(ProviderRequest.Kind.CAPTURE, amount, random);
            }
            if (random.nextBoolean()) {
                asks(ProviderRequest.Kind.VOID, left, random);
            }
            takesBack(random);
        }

        void refunds(Random random) {
            long left = model.captured;
            for (int i = 0; i < 2 && left > 1; i++) {
                long amount = 1 + random.nextLong(left);
                left -= amount;
                asks(ProviderRequest.Kind.REFUND, amount, random);
            }
            takesBack(random);
        }

        /**
         * Of what it is asked for here, the provider knows at once what came; here nobody does yet. Or it is slow: at first it has not seen it, which it says
         * whenever that answer comes in, and people have said what they thought.
         */
        private void asks(ProviderRequest.Kind kind, long amount, Random random) {
            PaymentOperation asked =
                    asking.operation(id, new PaymentAsking.Wanted(kind, new Money(amount, ETB), null), Uuid7.next());
            boolean done = random.nextInt(4) > 0;
            var act = new SandboxAct(
                    asked.id().key(),
                    SandboxAct.Kind.valueOf(kind.name()),
                    "sb_" + asked.id().key(),
                    first.reference(),
                    asked.amount(),
                    done ? PaymentOperationStatus.DONE : PaymentOperationStatus.DECLINED,
                    done ? null : DeclineReason.OTHER,
                    Instant.now());
            boolean slow = random.nextInt(3) > 0;
            write(tx -> operations.start(tx, asked, "test"));
            if (slow) {
                said(asked, done && random.nextInt(3) > 0);
                neverSeen.add(asked.id());
                if (random.nextBoolean()) {
                    settles();
                }
            }
            write(tx -> bank.insert(tx, desk.accountId(), act));
            told.add(notice(act(act, PaymentOperationStatus.PENDING), true));
            told.add(notice(act, true));
            if (done) {
                model.does(kind, amount);
            }
        }

        private void said(PaymentOperation asked, boolean done) {
            Outcome said = done
                    ? new Outcome.Done(asked.id().key(), asked.amount(), null, Instant.now())
                    : new Outcome.Declined(DeclineReason.OTHER, null, "It is not there.");
            write(tx -> {
                outcomes.write(tx, asked.id(), said, PaymentOutcomes.Told.STAFF);
                operations.settledByHand(tx, asked.id(), Instant.now());
            });
        }

        /** Nobody asked for that, so the provider tells until it is taken. */
        private void takesBack(Random random) {
            long most = model.captured - model.chargedBack;
            if (most > 0 && random.nextInt(3) == 0) {
                long amount = 1 + random.nextLong(most);
                String key = Uuid7.next().toString();
                var act = new SandboxAct(
                        key,
                        SandboxAct.Kind.CHARGEBACK,
                        "sb_" + key,
                        first.reference(),
                        new Money(amount, ETB),
                        PaymentOperationStatus.DONE,
                        null,
                        Instant.now());
                write(tx -> bank.insert(tx, desk.accountId(), act));
                told.add(notice(act, false));
                model.takesBack(amount);
            }
        }

        String known() {
            JsonNode read = desk.read(payment);
            JsonNode of = order.read("paid { amount } refunded { amount }");
            long happened = read.get("events")
                    .valueStream()
                    .map(event -> event.get("kind").asString())
                    .filter(kind -> !NOTHING.contains(kind))
                    .count();
            return read.get("state").asString() + " authorised " + minor(read, "authorised") + " captured "
                    + minor(read, "captured") + " refunded " + minor(read, "refunded") + " voided "
                    + minor(read, "voided") + " charged back " + minor(read, "chargedBack") + "; order holds "
                    + (minor(of, "paid") - minor(of, "refunded")) + "; happened " + happened;
        }

        private static long minor(JsonNode node, String member) {
            return new java.math.BigDecimal(node.at("/" + member + "/amount").asString())
                    .movePointRight(2)
                    .longValueExact();
        }
    }

    private final PaymentDesk desk;
    private final Client client;
    private final PaymentSettlement settlement;
    private final PaymentAsking asking;
    private final OperationRepository operations;
    private final PaymentOutcomes outcomes;
    private final SandboxProvider sandbox;
    private final SandboxBank bank;
    private final ProviderAccounts accounts;

    NoticeModelTest(
            Merchants merchants,
            Client client,
            PaymentSettlement settlement,
            PaymentAsking asking,
            OperationRepository operations,
            PaymentOutcomes outcomes,
            SandboxProvider sandbox,
            SandboxBank bank,
            ProviderAccounts accounts) {
        this.desk = new PaymentDesk(merchants, client);
        this.client = client;
        this.settlement = settlement;
        this.asking = asking;
        this.operations = operations;
        this.outcomes = outcomes;
        this.sandbox = sandbox;
        this.bank = bank;
        this.accounts = accounts;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_is_told_comes_to_what_the_provider_did(long seed) throws Exception {
        var random = new Random(seed);
        long before = inTheBook();
        List<Case> cases = List.of(new Case(random), new Case(random), new Case(random));
        List<Consumer<Case>> phases =
                List.of(each -> each.decides(random), each -> each.captures(random), each -> each.refunds(random));
        for (Consumer<Case> phase : phases) {
            cases.forEach(phase);
            happens(cases, random);
            settles();
            for (Case each : cases) {
                assertThat(each.known()).as("seed %d", seed).isEqualTo(each.model.toString());
            }
        }
        assertThat(desk.shop
                        .owner
                        .data("{ paymentNotices(first: 50, where: {problem: true}) { nodes { problem } } }")
                        .at("/paymentNotices/nodes"))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(inTheBook())
                .isEqualTo(before
                        + cases.stream().mapToLong(each -> each.model.held()).sum());
    }

    /** All that is told of all cases until now, with everybody else who would write it down. */
    private void happens(List<Case> cases, Random random) throws Exception {
        var all = new ArrayList<Callable<Integer>>();
        for (Case each : cases) {
            for (Notice notice : each.told) {
                int times = Math.max(random.nextInt(4) - 1, notice.lossy() ? 0 : 1);
                for (int i = 0; i < times; i++) {
                    all.add(() -> post(signature(notice.raw()), notice.raw().body()));
                }
            }
            for (PaymentOperation.Id late : each.neverSeen) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    all.add(() -> neverSeen(late));
                }
            }
            RawNotice genuine = each.told.getLast().raw();
            all.addAll(forged(genuine));
            for (PaymentOperation asked :
                    operations.ofPayments(desk.shop.tenant, List.of(each.id)).getOrDefault(each.id, List.of())) {
                all.add(() -> {
                    settlement.ask(desk.shop.tenant, asked.id(), asked.lease());
                    return 200;
                });
            }
        }
        all.addAll(List.of(this::settles, this::settles));
        Collections.shuffle(all, random);
        long forged = 3L * cases.size();
        assertThat(AtOnce.all(all.size(), i -> all.get(i).call()))
                .filteredOn(status -> status != 200)
                .hasSize((int) forged)
                .containsOnly(401);
    }

    /** An answer from before the provider did it, that is written down whenever it comes. */
    private int neverSeen(PaymentOperation.Id asked) {
        write(tx -> outcomes.write(tx, asked, new Outcome.NeverSeen(), PaymentOutcomes.Told.ENQUIRY));
        return 200;
    }

    private int settles() {
        desk.due();
        settlement.settle(desk.shop.tenant);
        return 200;
    }

    private List<Callable<Integer>> forged(RawNotice genuine) {
        String signature = signature(genuine);
        String body = new String(genuine.body(), StandardCharsets.UTF_8);
        String another = signature.substring(0, signature.length() - 1) + (signature.endsWith("0") ? "1" : "0");
        return List.of(
                () -> post(
                        signature,
                        body.replaceFirst("\"amount\":\"\\d+", "\"amount\":\"1234567")
                                .getBytes(StandardCharsets.UTF_8)),
                () -> post(
                        another,
                        body.replaceFirst("DONE|PENDING|DECLINED", "DONE").getBytes(StandardCharsets.UTF_8)),
                () -> post(signature.replaceFirst("t=\\d+", "t=1"), genuine.body()));
    }

    private static String signature(RawNotice notice) {
        return Objects.requireNonNull(notice.header(SandboxProvider.HEADER));
    }

    private int post(String signature, byte[] body) {
        return client.with(SandboxProvider.HEADER, signature)
                .post(
                        "/payments/" + desk.account + "/events",
                        "application/json",
                        new String(body, StandardCharsets.UTF_8))
                .statusCode();
    }

    private Notice notice(SandboxAct act, boolean lossy) {
        return new Notice(
                sandbox.notice(
                        accounts.find(desk.shop.tenant, desk.accountId())
                                .orElseThrow()
                                .account(),
                        act),
                lossy);
    }

    private static SandboxAct act(SandboxAct act, PaymentOperationStatus status) {
        return new SandboxAct(
                act.key(),
                act.kind(),
                act.reference(),
                act.paymentReference(),
                act.amount(),
                status,
                status == PaymentOperationStatus.DECLINED ? DeclineReason.CANCELLED_BY_PAYER : null,
                act.at());
    }

    private void write(Consumer<TenantContext> work) {
        desk.shop.tenant.transact(Viewer.system("test").may(Permission.PAYMENTS_WRITE), tx -> {
            work.accept(tx);
            return true;
        });
    }

    private long inTheBook() {
        JsonNode balance = desk.shop
                .owner
                .data("{ ledgerAccounts(first: 10, where: {holder: {eq: \"" + desk.account
                        + "\"}}) { nodes { balance { money { amount } } } } }")
                .at("/ledgerAccounts/nodes/0/balance/money/amount");
        return balance.isMissingNode()
                ? 0
                : new java.math.BigDecimal(balance.asString()).movePointRight(2).longValueExact();
    }
}
