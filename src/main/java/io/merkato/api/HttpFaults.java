package io.merkato.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Whatever goes wrong beside a document, at any address, is answered as GraphQL answers: {@code {"errors": [{"message",
 * "extensions": {"code"}}]}}, so that clients find the code where they look for it. A body that is no document, an address that
 * is none and a failure of ours all end here.
 */
@RestController
@RestControllerAdvice
class HttpFaults implements ErrorController {

    private final FaultCounts counts;

    HttpFaults(FaultCounts counts) {
        this.counts = counts;
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refuse(Fault fault) {
        return answer(fault.code().status(), fault);
    }

    /** Parameters are decoded when the first of them is asked for, before it is known who asks. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refuse(InvalidParameterException unreadable) {
        int status = unreadable.getErrorCode();
        return answer(
                status,
                Fault.badInput(
                        status == 400 ? "The parameters of the address, or the form, cannot be read." : words(status)));
    }

    @RequestMapping("${server.error.path:${error.path:/error}}")
    ResponseEntity<Map<String, Object>> answer(HttpServletRequest request, HttpServletResponse response) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 404;
        FaultCode code = FaultCode.of(status);
        String trace = Objects.requireNonNullElse(response.getHeader(RequestTrace.HEADER), "");
        return answer(status, code == FaultCode.INTERNAL_ERROR ? Fault.internal(trace) : Fault.of(code, words(status)));
    }

    private ResponseEntity<Map<String, Object>> answer(int status, Fault fault) {
        counts.count(fault);
        var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (fault.extensions().get(Fault.RETRY_AFTER) instanceof Number seconds) {
            answer.header(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        return answer.body(fault.answer());
    }

    static String words(int status) {
        return switch (status) {
            case 400 -> "The body is no request: send JSON with the member “query”, and “variables” as an object.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This method is not for this address; the header Allow says which are.";
            case 406 -> "What the header Accept asks for is not to be had here.";
            case 413 -> "The body is larger than is taken here.";
            case 415 -> "Send JSON, as Content-Type: application/json, and accept it.";
            default -> {
                HttpStatus known = HttpStatus.resolve(status);
                yield known == null ? "The request was refused." : known.getReasonPhrase() + '.';
            }
        };
    }
}
