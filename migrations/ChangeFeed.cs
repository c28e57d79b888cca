using KongLite.Store.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KongLite.Migrations;

/// <summary>The table <c>konglite_changes</c> and the triggers on Kong's tables that fill it, and that write <c>cluster_events</c> for nodes of Kong's.</summary>
[DbContext(typeof(KongDbContext))]
[Migration("20260201000000_ChangeFeed")]
public sealed class ChangeFeed : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Script.Read("ChangeFeed.sql"));

    /// <summary>Drops all of it; Kong's tables are as they were.</summary>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP FUNCTION konglite_record_change(), konglite_tell_kong() CASCADE;
        DROP TABLE konglite_changes;
        """);
}
