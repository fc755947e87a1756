/** A history of builds in a database, by JDBC. */
package dev.pctl.progress.history.jdbc;
