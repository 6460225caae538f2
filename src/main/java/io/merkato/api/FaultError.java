package io.merkato.api;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A top-level error as callers read it: a fault, and where in the document and in the answer it arose. {@link TopLevelErrors}
 * lets no other kind out.
 */
record FaultError(
        Fault fault,
        @Nullable List<SourceLocation> locations,
        @Nullable List<Object> path) implements GraphQLError {

    FaultError(Fault fault) {
        this(fault, null, null);
    }

    FaultError(Fault fault, DataFetchingEnvironment environment) {
        this(
                fault,
                List.of(environment.getField().getSourceLocation()),
                environment.getExecutionStepInfo().getPath().toList());
    }

    @Override
    public String getMessage() {
        return fault.getMessage();
    }

    @Override
    public @Nullable List<SourceLocation> getLocations() {
        return locations;
    }

    @Override
    public @Nullable List<Object> getPath() {
        return path;
    }

    @Override
    public ErrorClassification getErrorType() {
        return fault.code();
    }

    @Override
    public Map<String, Object> getExtensions() {
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("code", fault.code().name());
        extensions.putAll(fault.extensions());
        return extensions;
    }

    /** Without the {@code classification} that graphql-java would add: the code says what it is. */
    @Override
    public Map<String, Object> toSpecification() {
        var error = new LinkedHashMap<String, Object>();
        error.put("message", getMessage());
        if (locations != null && !locations.isEmpty()) {
            error.put("locations", locations.stream().map(FaultError::specified).toList());
        }
        if (path != null) {
            error.put("path", path);
        }
        error.put("extensions", getExtensions());
        return error;
    }

    private static Map<String, Integer> specified(SourceLocation location) {
        var place = new LinkedHashMap<String, Integer>();
        place.put("line", location.getLine());
        place.put("column", location.getColumn());
        return place;
    }
}
