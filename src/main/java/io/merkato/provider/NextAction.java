package io.merkato.provider;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has to happen until a pending request is done. */
public sealed interface NextAction {

    /** The payer's browser or app is to open this address, before it expires. */
    record Redirect(URI url, @Nullable Instant expiresAt) implements NextAction {}

    /** The payer's phone asks for consent. */
    record ConfirmOnPhone(@Nullable Instant expiresAt) implements NextAction {}

    /** Nothing but time: the provider is at work. */
    record Wait() implements NextAction {}
}
