package org.dhpbridge.delivery.merge;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** FHIR's own definitions: which type of element stands where. */
public class FhirTypes {

    private final FhirContext fhir;
    private final Map<BaseRuntimeElementDefinition<?>, Map<String, BaseRuntimeElementDefinition<?>>> children =
            new ConcurrentHashMap<>();

    public FhirTypes(FhirContext fhir) {
        this.fhir = fhir;
    }

    BaseRuntimeElementCompositeDefinition<?> ofResource(String resourceType) {
        return fhir.getResourceDefinition(resourceType);
    }

    /** What stands beside a primitive ({@code _birthDate}) has nothing but extensions, as an Extension itself may. */
    BaseRuntimeElementCompositeDefinition<?> extensible() {
        return (BaseRuntimeElementCompositeDefinition<?>) fhir.getElementDefinition("Extension");
    }

    /** The type of a child element; null when FHIR does not define it. */
    BaseRuntimeElementDefinition<?> child(BaseRuntimeElementCompositeDefinition<?> parent, String name) {
        Map<String, BaseRuntimeElementDefinition<?>> known = children.get(parent);
        if (known == null) {
            known = children.computeIfAbsent(parent, one -> new ConcurrentHashMap<>());
        }
        BaseRuntimeElementDefinition<?> child = known.get(name);
        if (child == null) {
            child = defined(parent, name);
            if (child != null) {
                known.put(name, child);
            }
        }
        return child;
    }

    private BaseRuntimeElementDefinition<?> defined(BaseRuntimeElementCompositeDefinition<?> parent, String name) {
        if (name.equals("extension") || name.equals("modifierExtension")) {
            return extensible();
        }
        BaseRuntimeChildDefinition child = parent.getChildByName(name);
        return child == null ? null : child.getChildByName(name);
    }

    static boolean isBackbone(BaseRuntimeElementDefinition<?> type) {
        return type instanceof BaseRuntimeElementCompositeDefinition<?>
                && type.getChildType() == ChildTypeEnum.RESOURCE_BLOCK;
    }

    static boolean isDataType(BaseRuntimeElementDefinition<?> type) {
        return type.getChildType() == ChildTypeEnum.COMPOSITE_DATATYPE;
    }

    /** Whether a single element of the type is a collection of statements, and not one statement as a Quantity is. */
    static boolean hasParts(BaseRuntimeElementDefinition<?> type) {
        return type != null
                && switch (type.getName()) {
                    case "Meta", "Period", "CodeableConcept" -> true;
                    default -> isBackbone(type);
                };
    }
}
