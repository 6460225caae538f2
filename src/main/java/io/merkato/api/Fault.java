package io.merkato.api;

import graphql.execution.OneOfNullValueException;
import graphql.execution.OneOfTooManyKeysException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindException;

/** A client, authorisation or limit fault: becomes a top-level error with its code and exactly this message. */
public final class Fault extends RuntimeException {

    /** A statement stopped, a lock not had, a transaction left idle. */
    private static final Set<String> TOO_LONG = Set.of("57014", "55P03", "25P03");

    /** One of several that wanted the same had to give way, in its last attempt too. */
    private static final Set<String> GAVE_WAY = Set.of("40001", "40P01");

    static final String RETRY_AFTER = "retryAfter";

    private final FaultCode code;
    private final String message;
    private final transient Map<String, Object> extensions;
    private final @Nullable Integer transport;

    private Fault(FaultCode code, String message, Map<String, Object> extensions, @Nullable Integer transport) {
        super(message, null, false, false);
        this.code = code;
        this.message = message;
        this.extensions = extensions;
        this.transport = transport;
    }

    public static Fault of(FaultCode code, String message) {
        return new Fault(code, message, Map.of(), null);
    }

    /** What is wrong with how a document was sent rather than with the document: answered with this HTTP status, whatever media type is asked for. */
    public static Fault ofTransport(int status, FaultCode code, String message) {
        return new Fault(code, message, Map.of(), status);
    }

    /**
     * Too much was asked for.
     *
     * @param limit which one, for programs
     * @param seconds to wait before it is worth trying again
     */
    public static Fault throttled(String message, String limit, long seconds) {
        return new Fault(
                FaultCode.THROTTLED,
                message,
                Map.of("limit", limit, RETRY_AFTER, seconds),
                FaultCode.THROTTLED.status());
    }

    /** @param extensions further members of the error's {@code extensions}, beside {@code code} */
    public static Fault of(FaultCode code, String message, Map<String, Object> extensions) {
        return new Fault(code, message, extensions, null);
    }

    public static Fault badInput(String message) {
        return of(FaultCode.BAD_USER_INPUT, message);
    }

    /** The one answer for what is not there, no longer there, or not theirs who ask. */
    public static Fault notFound() {
        return of(FaultCode.NOT_FOUND, "There is nothing with this id.");
    }

    public static Fault unauthenticated() {
        return of(FaultCode.UNAUTHENTICATED, "Sign in to do this.");
    }

    /** What a viewer without a right lacks, the {@code extensions.reason}. */
    enum Missing {
        PERMISSION_MISSING(""),
        EVERY_STORE_NEEDED(" for every store, and you hold it for some"),
        THIS_STORE_NEEDED(" for this store, and you hold it for others");

        private final String where;

        Missing(String where) {
            this.where = where;
        }
    }

    static Fault forbidden(Permission permission, Missing missing) {
        return of(
                FaultCode.FORBIDDEN,
                "This needs the permission " + permission + missing.where + '.',
                new TreeMap<>(Map.of("permission", permission.name(), "reason", missing.name())));
    }

    static Fault internal(String trace) {
        return of(FaultCode.INTERNAL_ERROR, "Something went wrong on our side.", Map.of("traceId", trace));
    }

    /** What callers are told of a failure; empty where it is a mistake of ours, which they are told nothing of. */
    static Optional<Fault> known(Throwable thrown) {
        return switch (thrown) {
            case Fault fault -> Optional.of(fault);
            case BindException bind -> Optional.of(badInput("An argument could not be read."));
            case OneOfNullValueException member ->
                Optional.of(badInput(ForeignError.words(String.valueOf(member.getMessage()))));
            case OneOfTooManyKeysException members ->
                Optional.of(badInput(ForeignError.words(String.valueOf(members.getMessage()))));
            case DataAccessException failed
            when TOO_LONG.contains(failed.sqlState()) ->
                Optional.of(of(FaultCode.TIMEOUT, "This took too long and was stopped."));
            case DataAccessException failed
            when GAVE_WAY.contains(failed.sqlState()) ->
                Optional.of(of(FaultCode.UNAVAILABLE, "Others changed the same at once. Try again in a moment."));
            case CompletionException wrapped when wrapped.getCause() != null -> known(wrapped.getCause());
            case DataAccessException failed
            when isOutage(failed) ->
                Optional.of(of(FaultCode.UNAVAILABLE, "The database does not answer. Try again in a moment."));
            case null, default -> Optional.empty();
        };
    }

    /** Whether it is the database that does not answer, so that whatever else is asked of it now fails as well. */
    public static boolean isOutage(RuntimeException thrown) {
        return thrown instanceof DataAccessException failed && isOutage(failed);
    }

    /** No connection, a lost one, or a server that is out of means, shuts down (classes 08, 53 and 57P) or is the primary no more. */
    private static boolean isOutage(DataAccessException failed) {
        String state = failed.sqlState();
        return failed.getCause() instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.equals("25006");
    }

    /** The whole body of an answer that has nothing but this to say, of the same shape as a document's. */
    public Map<String, Object> answer() {
        return Map.of("errors", List.of(new FaultError(this).toSpecification()));
    }

    @Override
    public String getMessage() {
        return message;
    }

    public FaultCode code() {
        return code;
    }

    /** Null where the media type of the answer decides the HTTP status. */
    @Nullable
    Integer transport() {
        return transport;
    }

    public Map<String, Object> extensions() {
        return extensions;
    }
}
