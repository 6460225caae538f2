package io.merkato.payment;

import static io.merkato.api.TypeId.parse;

import io.merkato.provider.ForgedNotice;
import io.merkato.provider.RawNotice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where providers send what they tell by themselves. What follows the account's address may be a secret of the provider's, and is not logged. */
@RestController
class PaymentNoticeController {

    private static final int MOST = 65_536;
    private static final int LONGEST_TAIL = 80;

    private final PaymentNotices notices;
    private final Clock clock;

    PaymentNoticeController(PaymentNotices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    @PostMapping({"/payments/{account}/events", "/payments/{account}/events/{tail}"})
    void receive(
            @PathVariable String account,
            @PathVariable(required = false) @Nullable String tail,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (tail != null && tail.length() > LONGEST_TAIL) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MOST + 1);
        if (body.length > MOST) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        var id = new PaymentAccount.Id(parse("payment_account", account));
        try {
            if (!notices.receive(id, new RawNotice(headers(request), body, clock.instant(), tail))) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (ForgedNotice e) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        }
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        var headers = new HashMap<String, String>();
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(name -> headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
        return headers;
    }
}
