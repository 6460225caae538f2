package io.merkato.provider;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.NeverSeen;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.ProviderNotice.About;
import io.merkato.provider.ProviderRequest.Kind;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Telebirr (developer.ethiotelecom.et, H5 C2B web payment): a page that the payer opens. Our key is the order's {@code merch_order_id} and the refund's
 * {@code refund_request_no}; Telebirr does nothing twice for either.
 */
@Component
final class Telebirr implements PaymentProvider {

    static final String CODE = "telebirr";
    private static final Currency ETB = Currency.getInstance("ETB");
    private static final int MINUTES_TO_PAY = 30;
    private static final ZoneId ADDIS_ABABA = ZoneId.of("Africa/Addis_Ababa");
    private static final DateTimeFormatter SPACED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final TelebirrGateway gateway;
    private final Clock clock;

    Telebirr(ProviderHttp http, Clock clock) {
        this.gateway = new TelebirrGateway(http, clock);
        this.clock = clock;
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public List<AccountField> fields() {
        return List.of(
                new AccountField(
                        "fabricAppId", false, true, "The Fabric App ID, also called X-APP-Key: developer portal"),
                new AccountField("appSecret", true, true, "The App Secret beside the Fabric App ID"),
                new AccountField("merchantAppId", false, true, "The Merchant App ID, from Ethio telecom").identifying(),
                new AccountField(
                                "merchantCode",
                                false,
                                true,
                                "The short code that receives the money, from Ethio telecom")
                        .identifying(),
                new AccountField(
                        "privateKey",
                        true,
                        true,
                        "Your own RSA key of 2048 bits as PEM (PKCS#8), whose public half Ethio telecom has"),
                new AccountField(
                        "telebirrPublicKey",
                        false,
                        true,
                        "Ethio telecom's public key as PEM, which notices are checked with"));
    }

    @Override
    public Outcome request(ProviderAccount account, ProviderRequest request) {
        Declined beyond = Outcomes.beyond(request, ETB);
        if (beyond != null) {
            return beyond;
        }
        if (request.kind() == Kind.REFUND) {
            return refund(account, request);
        }
        if (!request.again()) {
            return open(account, request);
        }
        Outcome known = enquire(account, request);
        return switch (known) {
            case Done done -> done;
            case Declined declined -> declined;
            // The order is there once, or not at all; nobody has the address of its page.
            case Pending pending -> open(account, request) instanceof Pending page ? page : pending;
            case NeverSeen never -> open(account, request);
            case Unknown unknown -> open(account, request) instanceof Pending page ? page : unknown;
        };
    }

    private Outcome open(ProviderAccount account, ProviderRequest request) {
        var order = TelebirrGateway.order(account, request.key());
        order.put("notify_url", account.noticeUrl().toString());
        if (request.returnUrl() != null) {
            order.put("redirect_url", request.returnUrl().toString());
        }
        order.put("trade_type", "Checkout");
        order.put("title", "Order " + request.orderNumber().replaceAll("[^A-Za-z0-9]", ""));
        order.put("total_amount", request.amount().amount().toPlainString());
        order.put("trans_currency", ETB.getCurrencyCode());
        order.put("timeout_express", MINUTES_TO_PAY + "m");
        order.put("business_type", "BuyGoods");
        order.put("payee_identifier", account.settings().getOrDefault("merchantCode", ""));
        order.put("payee_identifier_type", "04");
        order.put("payee_type", "5000");
        return gateway.asked(account, request, "preOrder", "payment.preorder", order, false, json -> {
            String prepaid = json.text("prepay_id");
            return prepaid == null
                    ? Outcomes.unreadable()
                    : new Pending(request.key(), new NextAction.Redirect(gateway.page(account, prepaid), pageEnds()));
        });
    }

    private Outcome refund(ProviderAccount account, ProviderRequest request) {
        var refund = TelebirrGateway.order(account, String.valueOf(request.paymentReference()));
        refund.put("refund_request_no", request.key());
        refund.put("actual_amount", request.amount().amount().toPlainString());
        refund.put("trans_currency", ETB.getCurrencyCode());
        refund.put("refund_reason", "Order " + request.orderNumber().replaceAll("[^A-Za-z0-9]", ""));
        return gateway.asked(account, request, "refund", "payment.refund", refund, true, json -> switch (json.text(
                "refund_status", "")) {
            case "REFUND_SUCCESS" -> {
                Money amount = json.money("refund_amount", ETB);
                yield new Done(refunded(request), amount == null ? request.amount() : amount, null, clock.instant());
            }
            case "REFUNDING" -> new Pending(request.key(), new NextAction.Wait());
            case "REFUND_FAILED" ->
                Outcomes.declined(account, DeclineReason.OTHER, "REFUND_FAILED", "Telebirr did not give it back.");
            case "REFUND_DUPLICATED" -> asState(account, request, true);
            default -> Outcomes.unreadable();
        });
    }

    @Override
    public Outcome enquire(ProviderAccount account, ProviderRequest request) {
        return request.kind() == Kind.REFUND
                ? asState(account, request, false)
                : gateway.state(account, request.key(), json -> payment(account, json, request.key()));
    }

    @Override
    public boolean mayAskAgain(ProviderRequest request) {
        return request.kind() == Kind.REFUND || request.reference() == null;
    }

    /** Of the whole, whichever refund was asked for: Telebirr does not say which it did. */
    private static String refunded(ProviderRequest request) {
        return request.whole() ? request.paymentReference() + "/refund" : request.key();
    }

    /**
     * Telebirr tells the state of an order, not of each of its refunds.
     *
     * @param taken whether it is known that Telebirr took this one
     */
    private Outcome asState(ProviderAccount account, ProviderRequest request, boolean taken) {
        return gateway.state(account, String.valueOf(request.paymentReference()), json -> {
            boolean whole = request.amount().equals(json.money("total_amount", ETB));
            return switch (status(json)) {
                case "REFUND_SUCCESS" ->
                    taken || whole
                            ? new Done(refunded(request), request.amount(), null, at(json))
                            : new Unknown("Telebirr does not say which refund was done.");
                case "REFUNDING", "ACCEPTED" -> new Pending(request.key(), new NextAction.Wait());
                case "REFUND_FAILED" ->
                    whole
                            ? Outcomes.declined(
                                    account, DeclineReason.OTHER, "REFUND_FAILED", "Telebirr did not give it back.")
                            : new Unknown("Telebirr does not say which refund failed.");
                case "PAY_SUCCESS" -> taken ? new Pending(request.key(), new NextAction.Wait()) : new NeverSeen();
                default -> Outcomes.unreadable();
            };
        });
    }

    private Outcome payment(ProviderAccount account, ProviderJson json, String key) {
        if (!key.equals(json.text("merch_order_id"))) {
            return new Unknown("Telebirr tells of another order than the one that was asked about.");
        }
        return switch (status(json)) {
            case "PAY_SUCCESS", "Completed", "REFUNDING", "REFUND_SUCCESS", "REFUND_FAILED" -> {
                Money amount = json.text("trans_currency", "").equals("ETB") ? json.money("total_amount", ETB) : null;
                yield amount == null ? Outcomes.unreadable() : new Done(key, amount, null, at(json));
            }
            case "PAY_FAILED", "Failure" ->
                Outcomes.declined(account, DeclineReason.OTHER, status(json), "The payment failed.");
            case "ORDER_CLOSED" ->
                Outcomes.declined(account, DeclineReason.EXPIRED, "ORDER_CLOSED", "The order was not paid in time.");
            case "WAIT_PAY", "PAYING", "ACCEPTED", "Paying", "Pending" -> new Pending(key, new NextAction.Wait());
            default -> new Unknown("Telebirr does not know for certain.");
        };
    }

    @Override
    public ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice, UnreadableNotice {
        ProviderJson json = ProviderJson.read(notice.body());
        String key = account.settings().get("telebirrPublicKey");
        if (json == null || !TelebirrSignature.signed(json, key)) {
            throw new ForgedNotice("It is not signed with Telebirr's key.");
        }
        if (!account.settings().getOrDefault("merchantAppId", "").equals(json.text("appid"))
                || !account.settings().getOrDefault("merchantCode", "").equals(json.text("merch_code"))) {
            throw new ForgedNotice("It is for another merchant.");
        }
        Instant sent = TelebirrGateway.epoch(json.text("notify_time"));
        if (sent == null || !Signatures.near(sent, notice.receivedAt())) {
            throw new ForgedNotice("Its time is too far from now.");
        }
        String order = json.text("merch_order_id");
        if (order == null) {
            throw new UnreadableNotice("Telebirr does not say what it tells of.");
        }
        Instant ended = TelebirrGateway.epoch(json.text("trans_end_time"));
        String id = json.text("payment_order_id", order) + "/" + json.text("trade_status", "");
        return new ProviderNotice(
                id, About.PAYMENT, order, order, payment(account, json, order), ended == null ? sent : ended);
    }

    private Instant pageEnds() {
        return clock.instant().plus(Duration.ofMinutes(MINUTES_TO_PAY));
    }

    private static String status(ProviderJson json) {
        return json.text("order_status", json.text("trade_status", ""));
    }

    private Instant at(ProviderJson json) {
        Instant ended = TelebirrGateway.epoch(json.text("trans_end_time"));
        try {
            return ended != null
                    ? ended
                    : LocalDateTime.parse(json.text("trans_time", ""), SPACED)
                            .atZone(ADDIS_ABABA)
                            .toInstant();
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }
}
