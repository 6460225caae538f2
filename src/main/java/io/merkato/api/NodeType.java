package io.merkato.api;

import java.lang.reflect.Constructor;

/**
 * A type that {@code node(id:)} answers, with the loader of its objects by id. A module declares one bean per such type.
 *
 * @param id e.g. {@code Product.Id}; its prefix tells the type
 * @param loader the name under which the batch loader is registered: {@code productById}
 */
public record NodeType(String prefix, Constructor<? extends TypeId> id, String loader) {

    public static NodeType of(Class<? extends TypeId> id, String loader) {
        Constructor<? extends TypeId> constructor = TypeIdConverter.constructor(id);
        return new NodeType(TypeIdConverter.create(constructor, TypeId.ABSENT).prefix(), constructor, loader);
    }

    TypeId parse(String text) {
        return TypeIdConverter.create(id, TypeId.parse(prefix, text));
    }
}
