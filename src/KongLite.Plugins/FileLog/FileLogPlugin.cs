using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.FileLog;

/// <summary>Appends an entry about each request to a file.</summary>
[Plugin<FileLogConfig>("file-log", Priority = 9, AnyProtocol = true)]
internal sealed class FileLogPlugin;
