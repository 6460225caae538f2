package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * {@code @owned(orRequires:)}: the customer it belongs to, and who holds the permission, if one is named. On a field of the
     * root it is a guest or somebody signed in, and the field itself sees to what is whose.
     */
    record Owner(@Nullable Permission permission) implements Audience {

        /** Whether the object is there for whoever asks. */
        boolean sees(Owned object, Viewer viewer, @Nullable Ownership asking) {
            TypeId owner = object.owner();
            TypeId store = object.ownerStore();
            return permission != null && (viewer.has(permission) || store != null && viewer.hasIn(permission, store))
                    || owner != null && asking != null && asking.mine(owner);
        }

        /** Throws {@code UNAUTHENTICATED} where they are nobody, and have no such permission. */
        void admit(Viewer viewer, @Nullable Ownership asking) {
            if ((permission == null || !viewer.hasAnywhere(permission)) && (asking == null || !asking.isSomebody())) {
                throw viewer.isAnonymous() || permission == null
                        ? Fault.unauthenticated()
                        : Fault.forbidden(permission, Fault.Missing.PERMISSION_MISSING);
            }
        }
    }

    /** Of an object, whichever of its fields is asked for. */
    static Optional<Owner> ownerOf(GraphQLObjectType type) {
        return declared(type).filter(Owner.class::isInstance).map(Owner.class::cast);
    }

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
        if (element.hasAppliedDirective("owned")) {
            GraphQLAppliedDirective owned = element.getAppliedDirective("owned");
            String permission = requireNonNull(owned.getArgument("orRequires")).getValue();
            return Optional.of(new Owner(permission == null ? null : Permission.valueOf(permission)));
        }
        return element.hasAppliedDirective("public") ? Optional.of(new Everybody()) : Optional.empty();
    }

    /**
     * Throws {@code UNAUTHENTICATED} or {@code FORBIDDEN} unless the viewer belongs to it.
     *
     * @param object whose field is asked for; null at the root
     */
    default void admit(Viewer viewer, @Nullable Ownership asking, @Nullable Object object) {
        switch (this) {
            case Everybody all -> {}
            case Owner owner -> {
                if (object == null) {
                    owner.admit(viewer, asking);
                } else if (!(object instanceof Owned owned)) {
                    throw new IllegalStateException(object.getClass() + " does not say whose it is");
                } else if (!owner.sees(owned, viewer, asking)) {
                    throw viewer.isAnonymous()
                            ? Fault.unauthenticated()
                            : Fault.of(FaultCode.FORBIDDEN, "This belongs to somebody else.");
                }
            }
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
