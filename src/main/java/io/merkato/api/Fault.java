package io.merkato.api;

import java.util.Map;

/** A client, authorisation or limit fault: becomes a top-level error with its code and exactly this message. */
public final class Fault extends RuntimeException {

    private final FaultCode code;
    private final String message;
    private final transient Map<String, Object> extensions;

    private Fault(FaultCode code, String message, Map<String, Object> extensions) {
        super(message, null, false, false);
        this.code = code;
        this.message = message;
        this.extensions = extensions;
    }

    public static Fault of(FaultCode code, String message) {
        return new Fault(code, message, Map.of());
    }

    /** @param extensions further members of the error's {@code extensions}, beside {@code code} */
    public static Fault of(FaultCode code, String message, Map<String, Object> extensions) {
        return new Fault(code, message, extensions);
    }

    public static Fault badInput(String message) {
        return of(FaultCode.BAD_USER_INPUT, message);
    }

    public static Fault unauthenticated() {
        return of(FaultCode.UNAUTHENTICATED, "Sign in to do this.");
    }

    public static Fault forbidden(Permission permission) {
        return of(
                FaultCode.FORBIDDEN,
                "This needs the permission " + permission + ".",
                Map.of("permission", permission.name()));
    }

    @Override
    public String getMessage() {
        return message;
    }

    public FaultCode code() {
        return code;
    }

    public Map<String, Object> extensions() {
        return extensions;
    }
}
