namespace KongLite.Settings;

/// <summary>A list of certificates of authorities, or <c>system</c> for those that the system trusts.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AuthoritiesAttribute : EntriesRule
{
    /// <summary>Stands for the authorities that the system trusts.</summary>
    public const string System = "system";

    /// <inheritdoc/>
    protected override string? CheckEntry(string entry) =>
        entry == System || PemText.Certificates(entry) is not null ? null : $"{Name}: failed loading certificate from {PemText.Shown(entry)}";
}
