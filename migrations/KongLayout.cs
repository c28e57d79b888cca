using KongLite.Store.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KongLite.Migrations;

/// <summary>
/// Kong 3.9's tables. It is plain SQL because EF cannot express Kong's foreign keys onto columns that may be null. On a database that Kong made there
/// is nothing to do: the migration is only recorded.
/// </summary>
[DbContext(typeof(KongDbContext))]
[Migration("20260101000000_KongLayout")]
public sealed class KongLayout : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        $"""
        DO $layout$
        BEGIN
        IF to_regclass('schema_meta') IS NOT NULL THEN
            RETURN;
        END IF;

        {Script.Read("KongLayout.sql")}
        END
        $layout$;
        """);

    /// <summary>Nothing: the tables may be Kong's. <c>konglite migrations reset</c> drops them.</summary>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
    }
}
