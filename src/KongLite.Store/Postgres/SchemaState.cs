namespace KongLite.Store.Postgres;

/// <summary>Which migrations a database has seen.</summary>
/// <param name="Executed">By subsystem: Kong's names of those that ran, and ours as <c>konglite</c>.</param>
/// <param name="Pending">By subsystem: those that Kong has begun and not finished.</param>
/// <param name="New">Ours that have not run.</param>
/// <param name="NeedsBootstrap">True when there are no tables yet.</param>
public sealed record SchemaState(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Executed,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Pending,
    IReadOnlyList<string> New,
    bool NeedsBootstrap)
{
    /// <summary>Subsystem of our own migrations.</summary>
    public const string OwnSubsystem = "konglite";

    // Kong 3.9's last migration of each subsystem that has tables. A plugin that Kong did not load has none.
    private static readonly (string Subsystem, string Migration)[] Required =
    [
        ("core", "024_380_to_390"), ("acl", "004_212_to_213"), ("acme", "003_350_to_360"), ("basic-auth", "003_200_to_210"),
        ("hmac-auth", "003_200_to_210"), ("jwt", "003_200_to_210"), ("key-auth", "004_320_to_330"), ("oauth2", "007_320_to_330"),
        ("rate-limiting", "006_350_to_360"), ("response-ratelimiting", "001_350_to_360"), ("session", "002_320_to_330"),
    ];

    /// <summary>The subsystems that are older than Kong 3.9; only Kong can migrate them.</summary>
    public IReadOnlyList<string> TooOld =>
        NeedsBootstrap ? [] : [.. Required.Where(each => !Executed.TryGetValue(each.Subsystem, out var names) || !names.Contains(each.Migration)).Select(each => each.Subsystem)];

    /// <summary>Why a node cannot use the database, and what to run; null: it can.</summary>
    public string? Problem => this switch
    {
        { NeedsBootstrap: true } => "database needs bootstrapping; run 'konglite migrations bootstrap'",
        { TooOld: { Count: > 0 } old } =>
            $"database is older than Kong 3.9 ({string.Join(", ", old)}); run 'kong migrations up' and 'kong migrations finish' of Kong 3.9 with all its bundled plugins",
        { Pending.Count: > 0 } => $"database has pending migrations ({string.Join(", ", Pending.Keys)}); run 'kong migrations finish' of Kong 3.9",
        { New.Count: > 0 } => "new migrations are available; run 'konglite migrations up'",
        _ => null,
    };
}
