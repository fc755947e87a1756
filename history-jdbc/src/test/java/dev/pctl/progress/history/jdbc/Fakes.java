package dev.pctl.progress.history.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import javax.sql.DataSource;

/** Databases that do not exist. */
final class Fakes {

    private Fakes() {}

    /** Returns a data source of a database by that product name. */
    static DataSource databaseOf(String product) {
        DatabaseMetaData metaData = fake(DatabaseMetaData.class, (p, m, a) -> product);
        Connection connection =
                fake(Connection.class, (p, m, a) -> m.getName().equals("getMetaData") ? metaData : null);
        return fake(DataSource.class, (p, m, a) -> connection);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Fakes.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
