package org.dhpbridge.profile;

/**
 * A compiled profile: the rules for a resource or an extension.
 *
 * @param url canonical, without version
 * @param type FHIR type that it constrains
 * @param root rule of the resource as a whole; its only type's shape holds the elements
 */
public record Profile(String url, String type, ElementRule root) {

    /** The elements of the resource. */
    public Shape shape() {
        return root.types().get(0).shape();
    }
}
