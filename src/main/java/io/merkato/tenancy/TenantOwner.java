package io.merkato.tenancy;

import org.jspecify.annotations.Nullable;

/** Who is to own a new tenant: by e-mail, or phone in E.164. The password is only taken for a person without a login. */
public record TenantOwner(
        @Nullable String email,
        @Nullable String phone,
        @Nullable String name,
        @Nullable String password) {

    @Override
    public String toString() {
        return "TenantOwner[email=" + email + ", phone=" + phone + ", name=" + name + "]";
    }
}
