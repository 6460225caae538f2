package io.merkato.tenancy;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * A statement that carries its tenant: where the setting stands in front, its parameters move up by one and the first
 * result is skipped. A parameter that stands for the tenant takes no other tenant's id.
 */
final class TenantStatement extends DefaultPreparedStatement {

    private final BoundStatement checked;
    private final Tenant.Id tenant;
    private final boolean carries;
    private final int shift;

    TenantStatement(PreparedStatement statement, BoundStatement checked, Tenant.Id tenant, boolean carries)
            throws SQLException {
        super(statement);
        this.checked = checked;
        this.tenant = tenant;
        this.carries = carries;
        this.shift = carries ? 1 : 0;
        if (carries) {
            statement.setString(1, tenant.value().toString());
        }
    }

    private int position(int parameter, @Nullable Object value) throws SQLException {
        if (checked.isTenant(parameter)
                && (value == null || !value.toString().equals(tenant.value().toString()))) {
            throw new SQLException(
                    "Parameter " + parameter + " is the tenant, and " + value + " is not " + tenant.value());
        }
        return parameter + shift;
    }

    @Override
    public boolean execute() throws SQLException {
        boolean rows = super.execute();
        return carries ? getDelegate().getMoreResults() : rows;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        execute();
        return getResultSet();
    }

    @Override
    public int executeUpdate() throws SQLException {
        execute();
        return getUpdateCount();
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        execute();
        return getLargeUpdateCount();
    }

    @Override
    public void addBatch() throws SQLException {
        if (carries) {
            throw new SQLException(
                    "A batch cannot be the first statement of a transaction: it would carry the tenant in every row.");
        }
        super.addBatch();
    }

    @Override
    public void setNull(int parameter, int type) throws SQLException {
        super.setNull(position(parameter, null), type);
    }

    @Override
    public void setNull(int parameter, int type, String typeName) throws SQLException {
        super.setNull(position(parameter, null), type, typeName);
    }

    @Override
    public void setBoolean(int parameter, boolean value) throws SQLException {
        super.setBoolean(position(parameter, value), value);
    }

    @Override
    public void setByte(int parameter, byte value) throws SQLException {
        super.setByte(position(parameter, value), value);
    }

    @Override
    public void setShort(int parameter, short value) throws SQLException {
        super.setShort(position(parameter, value), value);
    }

    @Override
    public void setInt(int parameter, int value) throws SQLException {
        super.setInt(position(parameter, value), value);
    }

    @Override
    public void setLong(int parameter, long value) throws SQLException {
        super.setLong(position(parameter, value), value);
    }

    @Override
    public void setFloat(int parameter, float value) throws SQLException {
        super.setFloat(position(parameter, value), value);
    }

    @Override
    public void setDouble(int parameter, double value) throws SQLException {
        super.setDouble(position(parameter, value), value);
    }

    @Override
    public void setBigDecimal(int parameter, BigDecimal value) throws SQLException {
        super.setBigDecimal(position(parameter, value), value);
    }

    @Override
    public void setString(int parameter, String value) throws SQLException {
        super.setString(position(parameter, value), value);
    }

    @Override
    public void setBytes(int parameter, byte[] value) throws SQLException {
        super.setBytes(position(parameter, value), value);
    }

    @Override
    public void setDate(int parameter, Date value) throws SQLException {
        super.setDate(position(parameter, value), value);
    }

    @Override
    public void setTime(int parameter, Time value) throws SQLException {
        super.setTime(position(parameter, value), value);
    }

    @Override
    public void setTimestamp(int parameter, Timestamp value) throws SQLException {
        super.setTimestamp(position(parameter, value), value);
    }

    @Override
    public void setArray(int parameter, Array value) throws SQLException {
        super.setArray(position(parameter, value), value);
    }

    @Override
    public void setObject(int parameter, Object value) throws SQLException {
        super.setObject(position(parameter, value), value);
    }

    @Override
    public void setObject(int parameter, Object value, int type) throws SQLException {
        if (type == Types.OTHER && value instanceof String text) {
            setText(position(parameter, value), text);
        } else {
            super.setObject(position(parameter, value), value, type);
        }
    }

    /**
     * jOOQ leaves arrays without a type, and casts them in the statement's text. Behind a setting in front, the driver answers a
     * statement with an untyped parameter from its second time on as if there were no setting, so they get a type here.
     */
    private void setText(int position, String text) throws SQLException {
        super.setString(position, text);
    }

    @Override
    public void setObject(int parameter, Object value, int type, int scale) throws SQLException {
        super.setObject(position(parameter, value), value, type, scale);
    }
}
