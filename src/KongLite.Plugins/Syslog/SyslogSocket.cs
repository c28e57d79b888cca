namespace KongLite.Plugins.Syslog;

/// <summary>Where the system's log listens.</summary>
/// <param name="Path">Path of the socket.</param>
internal sealed record SyslogSocket(string Path = "/dev/log");
