package org.dhpbridge.mapping.evaluate;

import java.lang.reflect.Field;

/** The parts of JSLT's compiled expressions, which they keep to themselves; named as JSLT 0.1.14 names them. */
final class JsltFields {

    private JsltFields() {}

    /**
     * @param owner whose class, or one above it, declares the field
     * @throws IllegalStateException when it has no such field any more
     */
    static <T> T of(Object owner, String name, Class<T> type) {
        for (Class<?> declaring = owner.getClass(); declaring != null; declaring = declaring.getSuperclass()) {
            try {
                Field field = declaring.getDeclaredField(name);
                field.setAccessible(true);
                return type.cast(field.get(owner));
            } catch (NoSuchFieldException notHere) {
                continue;
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("JSLT's " + owner.getClass() + " does not show its " + name, e);
            }
        }
        throw new IllegalStateException("JSLT's " + owner.getClass() + " has no field " + name + " any more");
    }
}
