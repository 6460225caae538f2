package io.merkato.api;

import java.lang.reflect.Constructor;
import java.util.UUID;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.stereotype.Component;

/** Binds {@code ID} arguments to the record that a method asks for, e.g. {@code Product.Id}. */
@Component
class TypeIdConverter implements ConverterFactory<String, TypeId> {

    @Override
    public <T extends TypeId> Converter<String, T> getConverter(Class<T> type) {
        Constructor<T> constructor = constructor(type);
        String prefix = create(constructor, TypeId.ABSENT).prefix();
        return text -> create(constructor, TypeId.parse(prefix, text));
    }

    static <T extends TypeId> Constructor<T> constructor(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(UUID.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is not a record of one UUID", e);
        }
    }

    static <T extends TypeId> T create(Constructor<T> constructor, UUID value) {
        try {
            return constructor.newInstance(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
