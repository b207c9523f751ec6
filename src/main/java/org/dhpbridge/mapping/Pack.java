package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

interface Pack {
    Optional<String> profileFor(String resourceType);

    Optional<ObjectNode> identifier(String resourceType, String slice);

    Optional<ObjectNode> coding(String elementPath, String code);

    Optional<String> extensionUrl(String name);

    Optional<String> namingSystem(String id);
}
