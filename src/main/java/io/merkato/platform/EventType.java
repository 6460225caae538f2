package io.merkato.platform;

import io.merkato.api.Permission;

/**
 * A type of events that webhooks can ask for. A module declares one bean per value that it adds to the schema's {@code WebhookEventType}.
 *
 * @param name e.g. {@code PRODUCT_CREATED}
 * @param object the schema's type of what it happens to; {@code node(id:)} answers such objects
 * @param permission what it takes to read them as staff do; who asks for such events must hold it
 */
public record EventType(String name, String object, Permission permission) {}
