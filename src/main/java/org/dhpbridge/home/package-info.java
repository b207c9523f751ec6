/**
 * The folder of a site: the files that it may change, and the settings of the bridge as a whole. In: a path such as {@code mappings/csv/patients.yaml}. Out: its bytes, from {@code
 * dhp.home} when the site has a file of that name there, else from the jar.
 */
package org.dhpbridge.home;
