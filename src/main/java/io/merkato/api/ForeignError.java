package io.merkato.api;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.introspection.GoodFaithIntrospection;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors of graphql-java and Spring, in the words and codes of this API: without the names of their classes. */
final class ForeignError {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignError.class);

    private static final Pattern RULE = Pattern.compile("^\\s*Validation [eE]rror \\(.*?\\) ?: ?", Pattern.DOTALL);
    private static final Pattern VALUE = Pattern.compile(
            " with value '.*' (?=is not a valid|must not be null|must be an object|is missing required|contains a field)",
            Pattern.DOTALL);
    private static final Pattern DEFAULT = Pattern.compile("^Bad default value '.*' (?=for type )", Pattern.DOTALL);
    private static final Pattern SYNTAX_TREE =
            Pattern.compile(" - (Expected an AST type|Literal value not in allowable).*$", Pattern.DOTALL);
    private static final Pattern JAVA_TYPE = Pattern.compile(
            ",? but (it )?was an? '[^']*'|Expected type 'Map' but was '[^']*'\\. Variables for input objects must be an instance of type 'Map'\\.");
    private static final Pattern LEXER = Pattern.compile(" with ANTLR error '.*' at ", Pattern.DOTALL);
    private static final Pattern CLASS =
            Pattern.compile("\\b([a-z]\\w*\\.){2,}[A-Z]\\w*|\\w+Exception\\b|@[0-9a-f]{6,}");

    /** Of a message, which may quote all of a document: patterns look at each place for as long as what follows. */
    private static final int LONGEST_END = 500;

    private ForeignError() {}

    static FaultError shaped(GraphQLError error, String trace) {
        return error instanceof FaultError ours
                ? ours
                : new FaultError(fault(error, trace), error.getLocations(), error.getPath());
    }

    private static Fault fault(GraphQLError error, String trace) {
        if (error instanceof GoodFaithIntrospection.BadFaithIntrospectionError) {
            return Fault.of(FaultCode.QUERY_TOO_COMPLEX, "This asks for more of the schema than any tool needs.");
        }
        return switch (error.getErrorType()) {
            case ErrorType.InvalidSyntax, ErrorType.ValidationError, ErrorType.OperationNotSupported ->
                Fault.of(code(error), words(error.getMessage()));
            case ErrorType.ExecutionAborted -> Fault.of(FaultCode.TIMEOUT, "This took too long and was stopped.");
            case null, default -> {
                LOG.error("An error without a fault, trace {}: {}", trace, error);
                yield Fault.internal(trace);
            }
        };
    }

    private static FaultCode code(GraphQLError error) {
        if (error instanceof ValidationError invalid) {
            if (invalid.getValidationErrorType() == ValidationErrorType.MaxQueryDepthExceeded) {
                return FaultCode.QUERY_TOO_DEEP;
            }
            if (invalid.getValidationErrorType() == ValidationErrorType.MaxQueryFieldsExceeded) {
                return FaultCode.QUERY_TOO_COMPLEX;
            }
        }
        return error.getMessage().contains("parsing has been cancelled")
                ? FaultCode.QUERY_TOO_COMPLEX
                : FaultCode.BAD_USER_INPUT;
    }

    static String words(String message) {
        String words = RULE.matcher(shortened(message)).replaceFirst("");
        words = VALUE.matcher(words).replaceFirst(" ");
        words = DEFAULT.matcher(words).replaceFirst("Bad default value ");
        words = SYNTAX_TREE.matcher(words).replaceFirst("");
        words = JAVA_TYPE.matcher(words).replaceAll("");
        words = LEXER.matcher(words).replaceFirst(" at ");
        words = words.replace("To prevent Denial Of Service attacks, parsing has been cancelled.", "")
                .strip();
        if (words.endsWith(" has an invalid value:")) {
            words = words.substring(0, words.length() - 1);
        }
        if (words.isEmpty() || CLASS.matcher(words).find()) {
            return "The document or its variables are not valid.";
        }
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + (words.endsWith(".") ? "" : ".");
    }

    private static String shortened(String message) {
        return message.length() <= 2 * LONGEST_END
                ? message
                : Shortened.start(message, LONGEST_END) + '…' + Shortened.end(message, LONGEST_END);
    }
}
