/**
 * How the packed bridge finds its classes, and which of them are worth the JVM's second compiler.
 *
 * <p>In: the jars inside {@code dhp-bridge.jar}, as Spring Boot's launcher hands them over, and the arguments. Out: the bridge,
 * started with a class loader that knows which of them holds a class. {@code doctor} asks it whether the directives were given;
 * nothing else of the bridge knows of it.
 */
package org.dhpbridge.launch;
