package io.merkato.provider;

import io.merkato.money.Money;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Done;
import io.merkato.provider.Outcome.Pending;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.ProviderAnswer.Said;
import io.merkato.provider.ProviderRequest.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * M-Pesa in Kenya (Safaricom's Daraja): the payer's phone asks for the PIN (STK push), and money goes back as a payment to the phone (B2C). A push has no key
 * of ours, so it is never sent twice: where its answer was lost, only M-Pesa's notice brings the reference it can be asked by. A B2C payment has one, and
 * is done once. M-Pesa signs nothing, see {@link MpesaNotices}.
 */
@Component
final class Mpesa implements PaymentProvider {

    static final String CODE = "mpesa";
    static final Currency KES = Currency.getInstance("KES");
    static final ZoneId NAIROBI = ZoneId.of("Africa/Nairobi");
    static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final Duration PROMPT = Duration.ofMinutes(2);

    private final Daraja daraja;
    private final Clock clock;

    Mpesa(ProviderHttp http, Clock clock) {
        this.daraja = new Daraja(http, clock);
        this.clock = clock;
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public List<AccountField> fields() {
        return List.of(
                new AccountField("consumerKey", true, true, "The app's consumer key: Daraja portal, My Apps"),
                new AccountField("consumerSecret", true, true, "The app's consumer secret, beside its key"),
                new AccountField(
                        "passkey", true, true, "The passkey of M-Pesa Express, sent by e-mail when the app went live"),
                new AccountField(
                                "shortCode",
                                false,
                                true,
                                "The pay bill number, or the store number of a till, that went live with the app")
                        .identifying(),
                new AccountField("tillNumber", false, false, "The till number, for Buy Goods; none for a pay bill")
                        .identifying(),
                new AccountField(
                                "disbursementShortCode",
                                false,
                                false,
                                "The short code that refunds are paid from (B2C)")
                        .identifying(),
                new AccountField(
                        "initiatorName",
                        false,
                        false,
                        "The API operator with the roles ORG B2C API Initiator and Transaction Status"),
                new AccountField(
                        "securityCredential",
                        true,
                        false,
                        "The operator's password, encrypted with Safaricom's certificate: Daraja portal"));
    }

    @Override
    public Outcome request(ProviderAccount account, ProviderRequest request) {
        Declined beyond = Outcomes.beyond(request, KES);
        if (beyond != null) {
            return beyond;
        }
        if (request.payer() == null || !request.payer().matches("\\+254\\d{9}")) {
            return Outcomes.notSupported("M-Pesa needs a Kenyan phone number.");
        }
        if (request.amount().minorUnits() % 100 != 0) {
            return Outcomes.notSupported("M-Pesa moves whole shillings only.");
        }
        if (request.kind() == Kind.REFUND) {
            return pay(account, request);
        }
        return request.again() || request.reference() != null ? enquire(account, request) : push(account, request);
    }

    private Outcome push(ProviderAccount account, ProviderRequest request) {
        String till = account.settings().getOrDefault("tillNumber", "");
        var push = daraja.signedIn(account);
        push.put("TransactionType", till.isBlank() ? "CustomerPayBillOnline" : "CustomerBuyGoodsOnline");
        push.put("Amount", shillings(request.amount()));
        push.put("PartyA", phone(request));
        push.put("PartyB", till.isBlank() ? setting(account, "shortCode") : till);
        push.put("PhoneNumber", phone(request));
        push.put("CallBackURL", MpesaNotices.address(account, request, MpesaNotices.Purpose.PUSH));
        push.put("AccountReference", last(request.orderNumber().replaceAll("[^A-Za-z0-9]", ""), 12));
        push.put("TransactionDesc", "Order");
        ProviderAnswer answer = daraja.answer(account, daraja.post(account, "/mpesa/stkpush/v1/processrequest", push));
        return Outcomes.asked(
                account,
                request,
                answer,
                json -> {
                    String reference = json.text("CheckoutRequestID");
                    return json.text("ResponseCode", "").equals("0") && reference != null
                            ? new Pending(reference, prompt())
                            : Outcomes.unreadable();
                },
                said -> Daraja.refused(account, said));
    }

    private Outcome pay(ProviderAccount account, ProviderRequest request) {
        var pay = new LinkedHashMap<String, Object>();
        pay.put("OriginatorConversationID", request.key());
        pay.put("InitiatorName", setting(account, "initiatorName"));
        pay.put("SecurityCredential", account.secrets().getOrDefault("securityCredential", ""));
        pay.put("CommandID", "BusinessPayment");
        pay.put("Amount", shillings(request.amount()));
        pay.put("PartyA", setting(account, "disbursementShortCode"));
        pay.put("PartyB", phone(request));
        pay.put("Remarks", "Refund " + request.orderNumber());
        pay.put("QueueTimeOutURL", MpesaNotices.address(account, request, MpesaNotices.Purpose.TIMEOUT));
        pay.put("ResultURL", MpesaNotices.address(account, request, MpesaNotices.Purpose.RESULT));
        pay.put("Occassion", request.orderNumber());
        if (pay.containsValue("")) {
            return Outcomes.notAgain(
                    request,
                    Outcomes.incomplete(
                            "disbursementShortCode, initiatorName and securityCredential, which refunds need"));
        }
        ProviderCall call =
                daraja.post(account, "/mpesa/b2c/v3/paymentrequest", pay).asOften();
        return Outcomes.asked(
                account,
                request,
                daraja.answer(account, call),
                json -> json.text("ResponseCode", "").equals("0")
                        ? new Pending(request.key(), new NextAction.Wait())
                        : Outcomes.unreadable(),
                said -> MpesaCodes.isTaken(Daraja.errorCode(said), Daraja.errorMessage(said))
                        ? new Pending(request.key(), new NextAction.Wait())
                        : Daraja.refused(account, said));
    }

    @Override
    public Outcome enquire(ProviderAccount account, ProviderRequest request) {
        if (request.kind() == Kind.REFUND) {
            return askForStatus(account, request);
        }
        String reference = request.reference();
        if (reference == null) {
            return new Unknown("M-Pesa can be asked by its own reference only, which its notice will bring.");
        }
        var query = daraja.signedIn(account);
        query.put("CheckoutRequestID", reference);
        ProviderCall call =
                daraja.post(account, "/mpesa/stkpushquery/v1/query", query).asOften();
        ProviderAnswer answer = daraja.answer(account, call);
        if (answer instanceof Said said && Daraja.errorMessage(said).contains("being processed")) {
            return new Pending(reference, prompt());
        }
        return Outcomes.enquired(answer, json -> {
            String code = json.text("ResultCode", "");
            if (!reference.equals(json.text("CheckoutRequestID"))) {
                return new Unknown("M-Pesa tells of another request than the one that was asked about.");
            }
            return switch (code) {
                case "0" -> new Done(reference, request.amount(), null, clock.instant());
                case "4999" -> new Pending(reference, prompt());
                default -> {
                    DeclineReason reason = MpesaCodes.ofPush(code);
                    yield reason == null
                            ? new Unknown("M-Pesa answered with the code " + code + ".")
                            : Outcomes.declined(account, reason, code, json.text("ResultDesc"));
                }
            };
        });
    }

    /** A payment to the phone that nobody knows to be taken: a second of the same key is refused. */
    @Override
    public boolean mayAskAgain(ProviderRequest request) {
        return request.kind() == Kind.REFUND && request.reference() == null;
    }

    /** Its answer comes as a notice. */
    private Outcome askForStatus(ProviderAccount account, ProviderRequest request) {
        var query = new LinkedHashMap<String, Object>();
        query.put("Initiator", setting(account, "initiatorName"));
        query.put("SecurityCredential", account.secrets().getOrDefault("securityCredential", ""));
        query.put("CommandID", "TransactionStatusQuery");
        query.put("OriginalConversationID", request.key());
        query.put("PartyA", setting(account, "disbursementShortCode"));
        query.put("IdentifierType", "4");
        query.put("ResultURL", MpesaNotices.address(account, request, MpesaNotices.Purpose.STATUS));
        query.put("QueueTimeOutURL", MpesaNotices.address(account, request, MpesaNotices.Purpose.TIMEOUT));
        query.put("Remarks", "Refund " + request.orderNumber());
        ProviderCall call =
                daraja.post(account, "/mpesa/transactionstatus/v1/query", query).asOften();
        return Outcomes.enquired(
                daraja.answer(account, call), json -> new Unknown("M-Pesa was asked and will tell by a notice."));
    }

    @Override
    public ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice, UnreadableNotice {
        return MpesaNotices.read(account, notice);
    }

    private NextAction prompt() {
        return new NextAction.ConfirmOnPhone(clock.instant().plus(PROMPT));
    }

    private static String shillings(Money amount) {
        return Long.toString(amount.minorUnits() / 100);
    }

    private static String phone(ProviderRequest request) {
        return String.valueOf(request.payer()).substring(1);
    }

    private static String setting(ProviderAccount account, String name) {
        return account.settings().getOrDefault(name, "");
    }

    private static String last(String text, int length) {
        return text.substring(Math.max(0, text.length() - length));
    }
}
