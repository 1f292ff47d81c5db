using System.Text;

namespace Msmtp.Server;

/// <summary>
/// Stores every mail as one file in a Maildir, with LF line ends, whoever its recipients are. Adds only what the options ask for.
/// </summary>
public sealed class MaildirHandler : IMailHandler
{
    const int BlockLength = 16 * 1024;

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly string path;
    readonly MaildirOptions options;
    readonly Action<string> flushFolder;
    readonly Lock folders = new();
    bool isFlushed;

    /// <summary>A handler for a Maildir, which is created (mode 0700) when the first mail arrives.</summary>
    /// <param name="path">The directory that contains, or will contain, tmp, new and cur.</param>
    /// <param name="options">How mail is stored; null: as it came.</param>
    public MaildirHandler(string path, MaildirOptions? options = null)
        : this(path, options, DirectorySync.Flush)
    {
    }

    internal MaildirHandler(string path, MaildirOptions? options, Action<string> flushFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (this.path, this.options, this.flushFolder) = (Path.GetFullPath(path), options ?? new MaildirOptions(), flushFolder);
    }

    /// <inheritdoc/>
    public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(content);
        CreateFolders();
        var file = new MaildirFile(path, UniqueName.Create(options.HostName, options.TimeProvider));
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(Prefix(envelope)), cancellationToken).ConfigureAwait(false);
            await CopyAsync(content, file, cancellationToken).ConfigureAwait(false);
            await file.DeliverAsync(flushFolder).ConfigureAwait(false);
        }
        return MailOutcome.Accepted;
    }

    static async ValueTask CopyAsync(Stream content, MaildirFile file, CancellationToken cancellationToken)
    {
        var converter = default(LineEndConverter);
        var input = new byte[BlockLength];
        var output = new byte[BlockLength + 1];
        for (int count; (count = await content.ReadAsync(input, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            var written = converter.Convert(input.AsSpan(0, count), output);
            await file.WriteAsync(output.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
        }
        var rest = converter.Finish(output);
        await file.WriteAsync(output.AsMemory(0, rest), cancellationToken).ConfigureAwait(false);
    }

    string Prefix(MailEnvelope envelope)
    {
        var returnPath = options.AddReturnPath ? $"Return-Path: <{envelope.Sender}>\n" : "";
        var deliveredTo = options.AddDeliveredTo ? envelope.Recipients.Select(static to => $"Delivered-To: {to.Address}\n") : [];
        return returnPath + string.Concat(deliveredTo);
    }

    // A folder is only as durable as its entry in the parent folder. An earlier process may have been killed before it flushed that entry,
    // so each handler flushes once.
    void CreateFolders()
    {
        lock (folders)
        {
            Create(path);
            foreach (var name in new[] { "tmp", "new", "cur" })
                CreateOne(Path.Combine(path, name));
            if (!isFlushed)
            {
                flushFolder(path);
                isFlushed = true;
            }
        }
    }

    void Create(string folder)
    {
        if (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            Create(parent);
            CreateOne(folder);
            flushFolder(parent);
        }
    }

    void CreateOne(string folder)
    {
        if (Directory.Exists(folder))
            return;
        isFlushed = false;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }
}

/// <summary>How mail is stored in a Maildir.</summary>
public sealed record MaildirOptions
{
    /// <summary>The host name in file names.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Whether a Return-Path line with the sender is prepended (RFC 5321 §4.4).</summary>
    public bool AddReturnPath { get; init; }

    /// <summary>Whether a Delivered-To line is prepended for each recipient.</summary>
    public bool AddDeliveredTo { get; init; }

    /// <summary>The clock for the times in file names.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
