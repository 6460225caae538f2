package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import java.util.Optional;

/**
 * Who may ask for a field, as the schema declares it: on the field, else on its type. A field for which neither says so
 * has no audience, and the application does not start.
 */
public sealed interface Audience {

    /** {@code @public}: everybody, a storefront's anonymous visitor too. */
    record Everybody() implements Audience {}

    /** {@code @authenticated}: whoever is signed in. */
    record SignedIn() implements Audience {}

    /** {@code @requires(permission:)}: who holds the permission, for some store at least. */
    record Holder(Permission permission) implements Audience {}

    static Optional<Audience> of(GraphQLObjectType type, GraphQLFieldDefinition field) {
        return declared(field).or(() -> declared(type));
    }

    private static Optional<Audience> declared(GraphQLDirectiveContainer element) {
        if (element.hasAppliedDirective("requires")) {
            GraphQLAppliedDirective requires = element.getAppliedDirective("requires");
            String permission =
                    requireNonNull(requires.getArgument("permission")).getValue();
            return Optional.of(new Holder(Permission.valueOf(permission)));
        }
        if (element.hasAppliedDirective("authenticated")) {
            return Optional.of(new SignedIn());
        }
        return element.hasAppliedDirective("public") ? Optional.of(new Everybody()) : Optional.empty();
    }

    /** Throws {@code UNAUTHENTICATED} or {@code FORBIDDEN} unless the viewer belongs to it. */
    default void admit(Viewer viewer) {
        switch (this) {
            case Everybody all -> {}
            case SignedIn signedIn -> {
                if (viewer.isAnonymous()) {
                    throw Fault.unauthenticated();
                }
            }
            case Holder(var permission) -> {
                if (!viewer.maySee(permission)) {
                    throw viewer.isAnonymous()
                            ? Fault.unauthenticated()
                            : Fault.forbidden(permission, Fault.Missing.PERMISSION_MISSING);
                }
            }
        }
    }
}
