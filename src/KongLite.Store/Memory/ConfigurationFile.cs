using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Store.Declarative;

namespace KongLite.Store.Memory;

/// <summary>The kong.yml of a <see cref="FileStore"/>: read once, written after each change, locked in between.</summary>
internal sealed class ConfigurationFile : IDisposable
{
    // A file cut off between two entities is valid YAML. These lines tell it from a complete one.
    private const string FirstLine =
        "# Written by KongLite. The last line says that the file is complete: change what you like, but leave it there.";
    private const string LastLine = "# complete";

    // EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] LockHeld = [11, 35, unchecked((int)0x80070020)];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] Start = Encoding.UTF8.GetBytes($"{FirstLine}\n{DeclarativeWriter.Head}");
    private static readonly byte[] End = Encoding.UTF8.GetBytes($"{LastLine}\n");

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly IReadOnlyList<EntitySchema> _order;

    // By row object: one that has not changed is not written anew, and one that is gone takes its text along.
    private readonly ConditionalWeakTable<IEntity, byte[]> _texts = [];

    // Kept between writes: as large as the file, it would be a new large object for the collector each time.
    private readonly ArrayBufferWriter<byte> _content = new();

    private ConfigurationFile(string path, SchemaCatalog catalog, FileStream held)
    {
        _path = path;
        _lock = held;
        _order = DeclarativeWriter.ParentsFirst(catalog.Entities);
        Content = new AtomicFile(path);
    }

    /// <summary>How the file is replaced.</summary>
    internal AtomicFile Content { get; }

    /// <summary>Takes the file for this node alone.</summary>
    /// <param name="path">The file; it need not be there yet.</param>
    /// <param name="catalog">The entities.</param>
    /// <exception cref="StoreOpenException">Another node has it, or its folder cannot be used.</exception>
    public static ConfigurationFile Open(string path, SchemaCatalog catalog)
    {
        path = Path.GetFullPath(path);
        FileStream? held = null;
        try
        {
            // Renaming onto a link would replace the link.
            path = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var file = new ConfigurationFile(path, catalog, held);
            file.Content.DeleteLeftover();
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            string reason = LockHeld.Contains(error.HResult) ? $"another node is using it ({path}.lock is locked)" : error.Message;
            throw new StoreOpenException($"cannot use {path}: {reason}", error);
        }
    }

    /// <summary>The rows in the file; none when there is no file.</summary>
    /// <exception cref="StoreOpenException">The file cannot be read or is no valid configuration. It stays as it is.</exception>
    public async Task<IReadOnlyList<DeclaredEntity>> ReadAsync(DeclarativeReader reader, CancellationToken cancellationToken)
    {
        string text;
        DateTimeOffset time;
        try
        {
            if (!File.Exists(_path))
            {
                return [];
            }

            text = Utf8.GetString(await File.ReadAllBytesAsync(_path, cancellationToken)).TrimStart('\uFEFF');
            time = new DateTimeOffset(File.GetLastWriteTimeUtc(_path));
        }
        catch (DecoderFallbackException error)
        {
            throw new StoreOpenException($"cannot use {_path}: it is not UTF-8 text", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"cannot read {_path}: {error.Message}", error);
        }

        if (text.StartsWith(FirstLine, StringComparison.Ordinal) && !text.TrimEnd().EndsWith($"\n{LastLine}", StringComparison.Ordinal))
        {
            throw Refused(text.AsSpan().TrimEnd().Count('\n') + 1, $"the file breaks off here, its last line \"{LastLine}\" is missing");
        }

        DeclarativeResult result = reader.ReadYaml(text, ttlFrom: time);
        if (result.Errors is { } errors)
        {
            throw Refused(errors.Line > 0 ? errors.Line : YamlLines.Find(text, errors.Place), errors.Summary);
        }

        return result.Config!.Entities;
    }

    /// <summary>Writes the rows of a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="now">The moment from which lifetimes count when the file is read: it becomes the file's time of last writing.</param>
    /// <param name="replaced">Whether the new content is in place, also when this throws.</param>
    /// <exception cref="IOException">The file could not be written, or not be brought to the disk.</exception>
    /// <exception cref="UnauthorizedAccessException">The file could not be written.</exception>
    public void Write(StoreState state, DateTimeOffset now, out bool replaced)
    {
        _content.ResetWrittenCount();
        _content.Write(Start);
        foreach (EntityTable table in _order.Select(schema => state.Tables.First(table => table.Layout.Schema == schema)))
        {
            EntitySchema schema = table.Layout.Schema;
            bool isFirst = true;
            foreach (Row row in table.Rows.Where(row => StoreState.IsLive(table.Layout, row.Entity!, now)))
            {
                if (isFirst)
                {
                    Encoding.UTF8.GetBytes($"{schema.Name}:\n", _content);
                    isFirst = false;
                }

                _content.Write(TextOf(schema, row.Entity!));
                if (schema.Ttl)
                {
                    Encoding.UTF8.GetBytes(DeclarativeWriter.Ttl(row.Entity!, now), _content);
                }
            }
        }

        _content.Write(End);
        Content.Replace(_content.WrittenSpan, now, out replaced);
    }

    public void Dispose() => _lock.Dispose();

    private byte[] TextOf(EntitySchema schema, IEntity entity)
    {
        if (!_texts.TryGetValue(entity, out byte[]? bytes))
        {
            var text = new StringBuilder();
            DeclarativeWriter.WriteFields(text, schema, entity);
            bytes = Encoding.UTF8.GetBytes(text.ToString());
            _texts.Add(entity, bytes);
        }

        return bytes;
    }

    private StoreOpenException Refused(long line, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"cannot use {_path}: line {line}: {reason}"));
}
