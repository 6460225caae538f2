package io.merkato.customer;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For whom something is done: by customers for themselves, or by staff for a customer they name. What staff do is written to the
 * audit log; what customers do with their own things is not, but shows among their activities.
 *
 * @param named null for whoever asks
 */
public record Behalf(Shopper shopper, Grant grant, Customer.@Nullable Id named) {

    /**
     * @param permission what staff need to hold
     * @param named the customer it is for; null for whoever asks
     */
    public static Behalf of(Shopper shopper, Viewer viewer, Permission permission, Customer.@Nullable Id named) {
        boolean byStaff = named != null && !shopper.mine(named) && viewer.has(permission);
        return new Behalf(shopper, byStaff ? viewer.may(permission) : viewer.mayAsAnyone(), named);
    }

    /** To change a thing that is there: of any customer for staff, of their own for everybody else. */
    public static Behalf ofAny(Shopper shopper, Viewer viewer, Permission permission) {
        return new Behalf(shopper, viewer.has(permission) ? viewer.may(permission) : viewer.mayAsAnyone(), null);
    }

    public boolean byStaff() {
        return grant.permission() != null;
    }

    /**
     * The customer. Whom staff name has to be looked for; everybody else named is as good as not there.
     *
     * @param path where they are named
     * @throws Refused where somebody else is named
     */
    public Customer.Id customer(TenantContext tx, Shoppers shoppers, String... path) {
        if (byStaff()) {
            return Objects.requireNonNull(named);
        }
        if (named != null && !shoppers.is(tx, shopper, named)) {
            throw new Refused(Refusal.notFound(path));
        }
        return shoppers.require(tx, shopper);
    }

    /** Whether a thing of this customer's may be changed. */
    public boolean reaches(TenantContext tx, Shoppers shoppers, Customer.Id owner) {
        return byStaff() || shoppers.is(tx, shopper, owner);
    }

    /** As {@link TenantContext#created}, where it is for the log. */
    public void created(TenantContext tx, TypeId target, Object after) {
        if (byStaff()) {
            tx.created(target, after);
        } else {
            tx.ownDeed();
        }
    }

    /** As {@link TenantContext#deleted}, where it is for the log. */
    public void deleted(TenantContext tx, TypeId target, Object before) {
        if (byStaff()) {
            tx.deleted(target, before);
        } else {
            tx.ownDeed();
        }
    }

    /** As {@link TenantContext#changes}, where it is for the log. */
    public void changed(TenantContext tx, TypeId target, Object before, Object after) {
        if (byStaff()) {
            tx.changes(target, before, after);
        } else {
            tx.ownDeed();
        }
    }

    /** As {@link TenantContext#unchanged}, where it is for the log. */
    void unchanged(TenantContext tx) {
        if (byStaff()) {
            tx.unchanged();
        } else {
            tx.ownDeed();
        }
    }

    /** Notes what customers do themselves among their activities. */
    void did(
            TenantContext tx,
            Activities activities,
            Customer.Id customer,
            CustomerActivityKind kind,
            @Nullable TypeId subject) {
        if (!byStaff()) {
            activities.record(tx, customer, kind, subject);
        }
    }
}
