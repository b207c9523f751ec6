/**
 * Where each value of a mapping's output came from. In: a freshly compiled mapping, and the tree it shall read. Out: the same
 * mapping, which makes the same output of the labelled tree, but of leaves that know their {@link
 * org.dhpbridge.mapping.trace.Origin}; and, for filled resources, one {@link org.dhpbridge.mapping.trace.Leaf} a value. Only
 * {@code explain --trace} and tests map this way: it costs many times the time of a plain run.
 */
package org.dhpbridge.mapping.trace;
