package io.merkato.channel;

import static io.merkato.api.Permission.POS_SELL;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes over what a till sold, maybe offline: each sale by itself, so that one that is wrong keeps back no other. */
@Controller
class PosOrdersSync {

    private static final int MOST = 100;

    record Input(PosSession.Id sessionId, List<PosSaleInput> sales) {}

    record Payload(
            @Nullable List<PosSaleResult> results, @Nullable PosSession session, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final PosRegisterRepository registers;
    private final PosSessionRepository sessions;
    private final PosSaleRecording recording;
    private final Stores stores;

    PosOrdersSync(
            PosRegisterRepository registers, PosSessionRepository sessions, PosSaleRecording recording, Stores stores) {
        this.registers = registers;
        this.sessions = sessions;
        this.recording = recording;
        this.stores = stores;
    }

    @MutationMapping
    Payload posOrdersSync(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Optional<PosSession> found =
                sessions.find(tenant, input.sessionId()).filter(of -> viewer.hasIn(POS_SELL, of.storeId()));
        if (found.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "sessionId")));
        }
        if (input.sales().isEmpty() || input.sales().size() > MOST) {
            return Payload.refused(List.of(Refusal.of(
                    input.sales().isEmpty() ? UserErrorCode.REQUIRED : UserErrorCode.TOO_LONG,
                    "1 to " + MOST + " sales at once.",
                    "input",
                    "sales")));
        }
        var wrong = new HashMap<Integer, PosSaleResult>();
        List<@Nullable ToldSale> read = read(found.get(), input.sales(), wrong);
        var firsts = new LinkedHashMap<String, ToldSale>();
        for (ToldSale sale : read) {
            if (sale != null) {
                firsts.putIfAbsent(sale.reference(), sale);
            }
        }
        return tenant.mutate(viewer.mayIn(POS_SELL, found.get().storeId()), Payload::refused, tx -> {
            tx.unchanged();
            PosSession session = sessions.lock(tx, input.sessionId());
            PosRegister register = registers.find(tx, session.registerId()).orElseThrow();
            var at = new PosSaleRecording.At(
                    session, register, stores.find(tx, register.storeId()).orElseThrow());
            Map<String, PosSaleResult> results =
                    firsts.isEmpty() ? Map.of() : recording.run(tx, at, List.copyOf(firsts.values()), viewer.actor());
            var all = new ArrayList<PosSaleResult>();
            for (int i = 0; i < read.size(); i++) {
                ToldSale sale = read.get(i);
                all.add(
                        sale == null
                                ? Objects.requireNonNull(wrong.get(i))
                                : result(
                                        sale,
                                        Objects.requireNonNull(firsts.get(sale.reference())),
                                        Objects.requireNonNull(results.get(sale.reference()))));
            }
            return new Payload(all, sessions.now(tx, session.id()), List.of());
        });
    }

    /** One that says the same as another before it in the batch is that one again, and refused as that one; of two that differ the first is settled. */
    private static PosSaleResult result(ToldSale sale, ToldSale first, PosSaleResult result) {
        if (sale == first) {
            return result;
        }
        boolean same = sale.digest().equals(first.digest());
        var another = Refusal.of(
                UserErrorCode.CONFLICT, "Another sale of this batch has this reference.", sale.at("reference"));
        if (result.orderId() == null) {
            return PosSaleResult.refused(sale.reference(), same ? result.userErrors() : List.of(another));
        }
        return same
                ? PosSaleResult.unchanged(sale.reference(), result.orderId())
                : PosSaleResult.conflict(sale.reference(), result.orderId(), another);
    }

    /** @param wrong gets what is refused, by its place; there null is answered */
    private static List<@Nullable ToldSale> read(
            PosSession session, List<PosSaleInput> sales, Map<Integer, PosSaleResult> wrong) {
        var read = new ArrayList<@Nullable ToldSale>();
        for (int i = 0; i < sales.size(); i++) {
            try {
                read.add(new PosSaleReading(session.currency(), List.of("input", "sales", "" + i)).read(sales.get(i)));
            } catch (Refused refused) {
                read.add(null);
                wrong.put(i, PosSaleResult.refused(sales.get(i).reference(), refused.errors()));
            }
        }
        return read;
    }
}
